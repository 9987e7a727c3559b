// Of which entity each record is. Takes nothing. Gives rows in no order: record, entity.
MATCH (record:Record)
WHERE record.entity IS NOT NULL
RETURN record.id, record.entity
