// State what is not stated yet. Takes $rows: id, document, statement, held. Gives nothing.
UNWIND $rows AS row
MERGE (document:Document {id: row.document})
MERGE (statement:Statement {id: row.id})
ON CREATE SET statement += row.statement
CREATE (statement)-[held:FROM]->(document)
SET held = row.held
