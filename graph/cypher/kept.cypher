// Each record with its public id and what identity rests on. Takes nothing. Gives rows by record.
MATCH (record:Record)
RETURN record.id, record.entity, record.facts
ORDER BY record.id
