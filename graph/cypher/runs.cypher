// The runs, oldest first. Takes nothing. Gives rows.
MATCH (run:Run)
RETURN run.n, run.id, run.at, run.command, run.document, run.sha256, run.state
ORDER BY run.n
