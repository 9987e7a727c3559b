// How documents were ever described. Takes $at, a run. Gives rows by document: the description, and whether it holds at that run.
MATCH (description:Description)
WHERE description.opened <= $at
RETURN properties(description) AS description,
       description.closed IS NULL OR description.closed > $at AS is_open
ORDER BY description.id, description.opened
