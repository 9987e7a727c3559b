// What a document states now. Takes $document. Gives rows: id.
MATCH (statement:Statement {document: $document})-[held:FROM]->(:Document)
WHERE held.closed IS NULL
RETURN statement.id AS id
ORDER BY id
