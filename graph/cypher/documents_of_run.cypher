// The documents that a run described or closed. Takes $run. Gives rows: id.
MATCH (description:Description)
WHERE description.opened = $run OR description.closed = $run
RETURN DISTINCT description.id AS id
ORDER BY id
