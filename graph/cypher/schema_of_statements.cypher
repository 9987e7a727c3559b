// What of statements is unique and looked up. Takes nothing. Gives nothing. Statements are separated by a semicolon.
CREATE CONSTRAINT statement_id IF NOT EXISTS
FOR (statement:Statement)
REQUIRE statement.id IS UNIQUE;

CREATE INDEX statement_about IF NOT EXISTS
FOR (statement:Statement)
ON (statement.about);

CREATE INDEX statement_predicate IF NOT EXISTS
FOR (statement:Statement)
ON (statement.predicate);

CREATE INDEX statement_target IF NOT EXISTS
FOR (statement:Statement)
ON (statement.target);

CREATE INDEX statement_document IF NOT EXISTS
FOR (statement:Statement)
ON (statement.document);

CREATE INDEX from_opened IF NOT EXISTS
FOR ()-[held:FROM]-()
ON (held.opened);

CREATE INDEX from_closed IF NOT EXISTS
FOR ()-[held:FROM]-()
ON (held.closed);

CREATE INDEX from_level IF NOT EXISTS
FOR ()-[held:FROM]-()
ON (held.level)
