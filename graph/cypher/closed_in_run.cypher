// Which statements a run closed. Takes $run. Gives rows by id.
MATCH (statement:Statement)-[held:FROM]->()
WHERE held.closed = $run
RETURN statement.id
ORDER BY statement.id
