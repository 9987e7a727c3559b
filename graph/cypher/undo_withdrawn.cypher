// Describe again the documents that the runs from $first to $last closed. Gives one row: how many.
MATCH (description:Description)
WHERE $first <= description.closed <= $last
REMOVE description.closed
RETURN count(*) AS many
