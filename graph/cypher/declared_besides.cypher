// The counts that are declared, with their qualifiers. Takes $documents, $at, $all, $rights. Gives rows by statement: about, qualifiers.
MATCH (statement:Statement)-[held:FROM]->(:Document)
WHERE statement.predicate = 'declared'
  AND statement.qualifiers IS NOT NULL
  AND statement.document IN $documents
  AND held.opened <= $at
  AND (held.closed IS NULL OR held.closed > $at)
  AND (held.level = 0 OR $all OR any(right IN $rights WHERE right.audience = held.audience AND right.level >= held.level))
RETURN statement.about, statement.qualifiers
ORDER BY statement.id
