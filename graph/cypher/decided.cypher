// People's decisions. Takes $at, a run. Gives rows, oldest first.
MATCH (decision:Decision)
WHERE decision.opened <= $at
RETURN decision.a, decision.b, decision.verdict, decision.by, decision.why, decision.opened
ORDER BY decision.n
