// Open statements. Takes $documents, $at, $all, $rights. Gives rows by id.
MATCH (statement:Statement)-[held:FROM]->()
WHERE statement.document IN $documents
  AND held.opened <= $at
  AND (held.closed IS NULL OR held.closed > $at)
  AND (held.level = 0 OR $all OR any(right IN $rights WHERE right.audience = held.audience AND right.level >= held.level))
RETURN statement {.*, confidence: held.confidence, level: held.level, audience: held.audience, said_on: held.said_on,
    explicit: held.explicit, method: held.method, raw: held.raw, locator: held.locator, quote: held.quote,
    note: held.note} AS statement
ORDER BY statement.id
