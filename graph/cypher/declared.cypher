// The declared counts of the public projection. Takes nothing. Gives rows by entity, key and statement.
MATCH (declared:Declared)
RETURN properties(declared) AS declared
ORDER BY declared.about, declared.key, declared.statement
