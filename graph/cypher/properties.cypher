// What is said of some records, links left out. Takes $records, $predicates (null: all), $documents, $at, $all, $rights. Gives rows by statement.
UNWIND $records AS record
MATCH (statement:Statement {about: record})-[held:FROM]->()
USING INDEX statement:Statement(about)
WHERE statement.target IS NULL
  AND ($predicates IS NULL OR statement.predicate IN $predicates)
  AND statement.document IN $documents
  AND held.opened <= $at
  AND (held.closed IS NULL OR held.closed > $at)
  AND (held.level = 0 OR $all OR any(right IN $rights WHERE right.audience = held.audience AND right.level >= held.level))
RETURN statement.id, statement.document, statement.about, statement.predicate, statement.value, statement.key,
       statement.status, statement.valid, statement.qualifiers, statement.said_by, held.said_on,
       held.confidence, held.method
ORDER BY statement.id
