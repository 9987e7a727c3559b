// A run is undone. Takes $run. Gives nothing.
MATCH (run:Run {n: $run})
SET run.state = 'undone'
