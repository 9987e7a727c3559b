// Become the one whose batches count. Takes $token. Gives one row: whether somebody else was that, and died before publishing.
OPTIONAL MATCH (left:Writing {id: 'writing'})
WITH left IS NOT NULL AS is_left
MERGE (writing:Writing {id: 'writing'})
SET writing.token = $token
RETURN is_left
