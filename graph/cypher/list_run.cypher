// List a run. Takes $row: n, id, at, command, document, sha256, state. Gives nothing.
CREATE (run:Run)
SET run = $row
