// Write decisions down. Takes $rows: n, a, b, verdict, by, why, opened. Gives nothing.
UNWIND $rows AS row
MERGE (decision:Decision {n: row.n})
SET decision = row
