// Keep of which entity records are, and what identity rests on. Takes $rows: id, entity, facts. Gives nothing.
UNWIND $rows AS row
MERGE (record:Record {id: row.id})
SET record = row
