// State what is not stated yet. Takes $run, $rows: id, document, statement, held. Gives nothing.
UNWIND $rows AS row
MERGE (document:Document {id: row.document})
MERGE (statement:Statement {id: row.id})
ON CREATE SET statement += row.statement
MERGE (statement)-[held:FROM {opened: $run}]->(document)
SET held += row.held
