// Open again what the runs from $first to $last closed. Gives one row: how many.
MATCH (:Statement)-[held:FROM]->()
WHERE $first <= held.closed <= $last
REMOVE held.closed
RETURN count(*) AS many
