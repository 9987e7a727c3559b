// Let go of records of which nothing is said any more. Takes $ids. Gives nothing.
UNWIND $ids AS id
MATCH (record:Record {id: id})
DELETE record
