// Keep of which entity records are that were not kept before. Takes $rows: id, entity, facts. Gives nothing.
UNWIND $rows AS row
CREATE (record:Record)
SET record = row
