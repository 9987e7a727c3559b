// What a document states now. Takes $document. Gives rows: id.
MATCH (statement:Statement {document: $document})-[held:FROM]->()
USING INDEX statement:Statement(document)
WHERE held.closed IS NULL
RETURN statement.id AS id
ORDER BY id
