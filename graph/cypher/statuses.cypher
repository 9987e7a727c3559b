// The status of the encounters of the public projection. Takes nothing. Gives rows by id.
MATCH (entity:Entity)
WHERE entity.status IS NOT NULL
RETURN entity.id, entity.status
ORDER BY entity.id
