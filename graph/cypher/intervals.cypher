// How many statements each run opened and closed. Takes $withheld documents, $at, $all, $rights. Gives rows: opened, closed, how many.
MATCH (statement:Statement)-[held:FROM]->()
WHERE NOT statement.document IN $withheld
  AND held.opened <= $at
  AND (held.level = 0 OR $all OR any(right IN $rights WHERE right.audience = held.audience AND right.level >= held.level))
RETURN held.opened AS opened, held.closed AS closed, count(*) AS many
ORDER BY opened, closed
