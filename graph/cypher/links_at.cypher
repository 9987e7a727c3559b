// What is said of links with one of some records at an end. Takes $records, $documents, $at, $all, $rights. Gives rows by statement.
CALL () {
  UNWIND $records AS record
  MATCH (statement:Statement {about: record})
  USING INDEX statement:Statement(about)
  WHERE statement.target IS NOT NULL
  RETURN statement
  UNION
  UNWIND $records AS record
  MATCH (statement:Statement {target: record})
  USING INDEX statement:Statement(target)
  RETURN statement
}
MATCH (statement)-[held:FROM]->()
WHERE statement.document IN $documents
  AND held.opened <= $at
  AND (held.closed IS NULL OR held.closed > $at)
  AND (held.level = 0 OR $all OR any(right IN $rights WHERE right.audience = held.audience AND right.level >= held.level))
RETURN statement.id, statement.document, statement.about, statement.predicate, statement.value, statement.key,
       statement.status, statement.valid, statement.qualifiers, statement.said_by, held.said_on,
       held.confidence, held.method
ORDER BY statement.id
