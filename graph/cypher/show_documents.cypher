// Let each document say how it is described now. Takes nothing. Gives nothing.
MATCH (document:Document)
OPTIONAL MATCH (description:Description {id: document.id})
WHERE description.closed IS NULL
SET document = coalesce(properties(description), {id: document.id})
