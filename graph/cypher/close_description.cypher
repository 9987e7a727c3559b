// A document is described otherwise, or no more. What this very run wrote leaves no trace. Takes $run, $id. Gives nothing.
MATCH (description:Description {id: $id})
WHERE description.closed IS NULL
SET description.closed = $run
WITH CASE WHEN description.opened = $run THEN description END AS own
DELETE own
