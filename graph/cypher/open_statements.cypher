// State what is not stated yet. Takes $documents: id, rows of what each statement says and how it is held. Gives nothing.
UNWIND $documents AS each
MERGE (document:Document {id: each.id})
WITH document, each.rows AS rows
UNWIND rows AS row
MERGE (statement:Statement {id: row[0]})
ON CREATE SET statement += {
  document: row[1], about: row[2], predicate: row[3], value: row[4], key: row[5], target: row[6],
  status: row[7], valid: row[8], qualifiers: row[9], said_by: row[10]
}
CREATE (statement)-[:FROM {
  opened: row[11], confidence: row[12], level: row[13], audience: row[14], said_on: row[15],
  explicit: row[16], method: row[17], raw: row[18], locator: row[19], quote: row[20],
  note: row[21]
}]->(document)
