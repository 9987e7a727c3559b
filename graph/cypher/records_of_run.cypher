// Of what the statements spoke that a run opened or closed. Takes $run. Gives rows: about, target.
MATCH (statement:Statement)-[held:FROM]->()
WHERE held.opened = $run
RETURN statement.about AS about, statement.target AS target
UNION
MATCH (statement:Statement)-[held:FROM]->()
WHERE held.closed = $run
RETURN statement.about AS about, statement.target AS target
