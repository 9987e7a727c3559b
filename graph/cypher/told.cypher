// The whole history of statements. Takes $run (null: every one) that opened or closed them, $records (null: all) at one of their ends, $withheld documents, $at. Gives rows by statement: what it says, and how it was held.
MATCH (statement:Statement)-[held:FROM]->()
WHERE held.opened <= $at
  AND NOT statement.document IN $withheld
  AND ($records IS NULL OR statement.about IN $records OR statement.target IN $records)
WITH statement, collect(properties(held)) AS history
WHERE $run IS NULL OR any(one IN history WHERE one.opened = $run OR one.closed = $run)
RETURN properties(statement) AS statement, history
ORDER BY statement.id
