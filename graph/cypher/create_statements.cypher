// State what no run ever stated. Takes $documents: id, rows: statement, held. Gives nothing.
UNWIND $documents AS each
MERGE (document:Document {id: each.id})
WITH document, each.rows AS rows
UNWIND rows AS row
CREATE (statement:Statement)-[held:FROM]->(document)
SET statement = row.statement, held = row.held
