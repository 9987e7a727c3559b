// The links of the public projection. Takes nothing. Gives rows by source, relation, target and key.
MATCH (source:Entity)-[link]->(target:Entity)
RETURN link.id, source.id, type(link) AS relation, target.id, link.key, link.status,
       link.since, link.until, link.importance, link.amount
ORDER BY source.id, relation, target.id, link.key
