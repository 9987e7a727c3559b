// On which days somebody spoke in each document. Takes $documents, $at, $all, $rights. Gives rows: document, said_on.
MATCH (statement:Statement)-[held:FROM]->()
WHERE statement.document IN $documents
  AND held.opened <= $at
  AND (held.closed IS NULL OR held.closed > $at)
  AND (held.level = 0 OR $all OR any(right IN $rights WHERE right.audience = held.audience AND right.level >= held.level))
RETURN DISTINCT statement.document AS document, held.said_on AS said_on
ORDER BY document, said_on
