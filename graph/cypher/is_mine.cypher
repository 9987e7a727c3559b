// Whether this is still the one whose batches count; until the transaction ends nobody else becomes it. Takes $token. Gives one row if so.
MATCH (writing:Writing {id: 'writing'})
SET writing.lock = true
WITH writing
WHERE writing.token = $token
RETURN writing.token
