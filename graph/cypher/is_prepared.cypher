// Whether constraints and indexes are there. Takes nothing. Gives one row: is_prepared.
SHOW INDEXES
YIELD name
WHERE name = 'from_level'
RETURN count(name) > 0 AS is_prepared
