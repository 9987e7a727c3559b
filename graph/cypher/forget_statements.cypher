// Let go of statements that no run states or stated. Takes nothing. Gives nothing.
MATCH (statement:Statement)
WHERE NOT EXISTS { (statement)-[:FROM]->() }
DELETE statement
