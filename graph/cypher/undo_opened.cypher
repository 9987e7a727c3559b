// Forget what the runs from $first to $last opened. Gives one row: how many.
MATCH (statement:Statement)-[held:FROM]->()
WHERE $first <= held.opened <= $last
DELETE held
WITH DISTINCT statement, count(*) AS many
CALL (statement) {
  WITH statement
  WHERE NOT EXISTS { (statement)-[:FROM]->() }
  DELETE statement
}
RETURN coalesce(sum(many), 0) AS many
