// Whether constraints and indexes are there. Takes $last, the name of the last of them. Gives one row: is_prepared.
SHOW INDEXES
YIELD name
WHERE name = $last
RETURN count(name) > 0 AS is_prepared
