// Of what some documents ever spoke. Takes $documents. Gives rows: about, target.
MATCH (statement:Statement)
WHERE statement.document IN $documents
RETURN DISTINCT statement.about AS about, statement.target AS target
ORDER BY about, target
