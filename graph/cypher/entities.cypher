// The entities of the public projection. Takes nothing. Gives rows by id.
MATCH (entity:Entity)
RETURN properties(entity) AS entity
ORDER BY entity.id
