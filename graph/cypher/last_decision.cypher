// The number of the newest decision. Takes nothing. Gives one row.
MATCH (decision:Decision)
RETURN coalesce(max(decision.n), 0) AS n
