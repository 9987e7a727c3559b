// Nobody writes any more. Takes nothing. Gives nothing.
MATCH (writing:Writing)
DELETE writing
