// Put entities of one kind into the projection. Takes $rows. Gives nothing.
UNWIND $rows AS row
CREATE (entity:Entity:Kind)
SET entity = row
