// Take entities, with their links, out of the projection. Takes $ids. Gives nothing.
UNWIND $ids AS id
MATCH (entity:Entity {id: id})
DETACH DELETE entity
