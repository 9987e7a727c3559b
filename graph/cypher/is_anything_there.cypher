// Whether the database holds anything at all. Takes nothing. Gives one row: is_there.
RETURN EXISTS {
  MATCH (anything)
} AS is_there
