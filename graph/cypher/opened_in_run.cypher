// What a run stated, and how it is held. Takes $run. Gives rows by id.
MATCH (statement:Statement)-[held:FROM]->()
WHERE held.opened = $run
RETURN statement {.*, confidence: held.confidence, level: held.level, audience: held.audience} AS statement
ORDER BY statement.id
