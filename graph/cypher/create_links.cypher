// Put links of one relation into the projection. Takes $rows: source, target, link. Gives nothing.
UNWIND $rows AS row
MATCH (source:Entity {id: row.source})
MATCH (target:Entity {id: row.target})
CREATE (source)-[link:RELATION]->(target)
SET link = row.link
