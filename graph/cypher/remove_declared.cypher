// Take the counts declared of entities out of the projection. Takes $ids. Gives nothing.
UNWIND $ids AS id
MATCH (declared:Declared {about: id})
DELETE declared
