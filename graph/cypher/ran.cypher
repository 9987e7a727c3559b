// Which documents, or pairs of records, were touched by which runs. Takes $run, the first that matters. Gives rows: what, run.
MATCH (statement:Statement)-[held:FROM]->()
WHERE held.opened >= $run
RETURN DISTINCT statement.document AS what, held.opened AS run
UNION
MATCH (statement:Statement)-[held:FROM]->()
WHERE held.closed >= $run
RETURN DISTINCT statement.document AS what, held.closed AS run
UNION
MATCH (description:Description)
UNWIND [description.opened, description.closed] AS run
WITH description, run
WHERE run >= $run
RETURN DISTINCT description.id AS what, run
UNION
MATCH (decision:Decision)
WHERE decision.opened >= $run
RETURN DISTINCT CASE WHEN decision.a < decision.b THEN decision.a + ' ' + decision.b ELSE decision.b + ' ' + decision.a END AS what,
       decision.opened AS run
