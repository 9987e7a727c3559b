// What statements speak of, and when somebody said so. Takes $documents, $at, $all, $rights. Gives rows in no order: the analyst's own follows from it.
MATCH (statement:Statement)-[held:FROM]->()
WHERE statement.document IN $documents
  AND held.opened <= $at
  AND (held.closed IS NULL OR held.closed > $at)
  AND (held.level = 0 OR $all OR any(right IN $rights WHERE right.audience = held.audience AND right.level >= held.level))
RETURN statement.about, statement.predicate, statement.target, statement.key, statement.id, statement.document,
       held.said_on
