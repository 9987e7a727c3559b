// Let go of documents that nothing describes nor comes from. Takes nothing. Gives nothing.
MATCH (document:Document)
WHERE NOT EXISTS { (:Statement)-[:FROM]->(document) }
  AND NOT EXISTS { MATCH (description:Description {id: document.id}) }
DELETE document
