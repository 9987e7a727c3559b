// Forget what was decided in the runs from $first to $last. Gives one row: how many.
MATCH (decision:Decision)
WHERE $first <= decision.opened <= $last
DELETE decision
RETURN count(*) AS many
