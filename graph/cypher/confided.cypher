// The records that something confidential concerns. Takes $documents, of these the $hidden ones, $at, $all, $rights. Gives rows: record.
CALL () {
  MATCH (statement:Statement)-[held:FROM]->()
  WHERE held.level > 0
  RETURN statement, held
  UNION
  UNWIND $hidden AS document
  MATCH (statement:Statement {document: document})-[held:FROM]->()
  USING INDEX statement:Statement(document)
  RETURN statement, held
}
WITH statement, held
WHERE statement.document IN $documents
  AND held.opened <= $at
  AND (held.closed IS NULL OR held.closed > $at)
  AND (held.level = 0 OR $all OR any(right IN $rights WHERE right.audience = held.audience AND right.level >= held.level))
UNWIND [statement.about, statement.target] AS record
WITH DISTINCT record
WHERE record IS NOT NULL
RETURN record
ORDER BY record
