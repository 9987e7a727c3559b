// Forget how the runs from $first to $last described documents. Gives one row: how many.
MATCH (description:Description)
WHERE $first <= description.opened <= $last
DELETE description
RETURN count(*) AS many
