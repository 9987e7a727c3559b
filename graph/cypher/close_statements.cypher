// No longer state these. What this very run opened leaves no trace. Takes $run, $ids. Gives rows: about, target.
UNWIND $ids AS id
MATCH (statement:Statement {id: id})-[held:FROM]->()
USING INDEX statement:Statement(id)
WHERE held.closed IS NULL
SET held.closed = $run
WITH statement, statement.about AS about, statement.target AS target, CASE WHEN held.opened = $run THEN held END AS own
DELETE own
RETURN about, target
