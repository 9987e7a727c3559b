// Put declared counts into the projection. Takes $rows. Gives nothing.
UNWIND $rows AS row
CREATE (declared:Declared)
SET declared = row
