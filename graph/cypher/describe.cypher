// Describe a document anew. Takes $run, $id, $row. Gives nothing.
MERGE (document:Document {id: $id})
MERGE (description:Description {id: $id, opened: $run})
SET description = $row
