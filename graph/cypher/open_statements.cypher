// State what is not stated yet. Takes $documents: id, rows: id, statement, held. Gives nothing.
UNWIND $documents AS each
MERGE (document:Document {id: each.id})
WITH document, each.rows AS rows
UNWIND rows AS row
MERGE (statement:Statement {id: row.id})
ON CREATE SET statement += row.statement
CREATE (statement)-[held:FROM]->(document)
SET held = row.held
