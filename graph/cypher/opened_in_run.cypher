// What a run stated, and how it is held. Takes $run. Gives rows by id.
MATCH (statement:Statement)-[held:FROM]->()
WHERE held.opened = $run
RETURN statement {.*, confidence: held.confidence, level: held.level, audience: held.audience, said_on: held.said_on,
    explicit: held.explicit, method: held.method, raw: held.raw, locator: held.locator, quote: held.quote,
    note: held.note} AS statement
ORDER BY statement.id
