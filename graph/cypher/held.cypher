// Which statements are open, and how they are held. Takes $ids. Gives rows by id.
UNWIND $ids AS id
MATCH (statement:Statement {id: id})-[held:FROM]->()
USING INDEX statement:Statement(id)
WHERE held.closed IS NULL
RETURN id, held.opened, held.confidence, held.level, held.audience
ORDER BY id
