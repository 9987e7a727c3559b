// What is unique and what is looked up. Takes nothing. Gives nothing. Statements are separated by a semicolon.
CREATE CONSTRAINT maillage_id IF NOT EXISTS
FOR (store:Maillage)
REQUIRE store.id IS UNIQUE;

CREATE CONSTRAINT entity_id IF NOT EXISTS
FOR (entity:Entity)
REQUIRE entity.id IS UNIQUE;

CREATE CONSTRAINT record_id IF NOT EXISTS
FOR (record:Record)
REQUIRE record.id IS UNIQUE;

CREATE CONSTRAINT statement_id IF NOT EXISTS
FOR (statement:Statement)
REQUIRE statement.id IS UNIQUE;

CREATE CONSTRAINT document_id IF NOT EXISTS
FOR (document:Document)
REQUIRE document.id IS UNIQUE;

CREATE CONSTRAINT description_id IF NOT EXISTS
FOR (description:Description)
REQUIRE (description.id, description.opened) IS UNIQUE;

CREATE CONSTRAINT run_n IF NOT EXISTS
FOR (run:Run)
REQUIRE run.n IS UNIQUE;

CREATE CONSTRAINT decision_n IF NOT EXISTS
FOR (decision:Decision)
REQUIRE decision.n IS UNIQUE;

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

CREATE INDEX record_entity IF NOT EXISTS
FOR (record:Record)
ON (record.entity);

CREATE INDEX declared_about IF NOT EXISTS
FOR (declared:Declared)
ON (declared.about);

CREATE INDEX from_opened IF NOT EXISTS
FOR ()-[held:FROM]-()
ON (held.opened);

CREATE INDEX from_closed IF NOT EXISTS
FOR ()-[held:FROM]-()
ON (held.closed);

CREATE INDEX from_level IF NOT EXISTS
FOR ()-[held:FROM]-()
ON (held.level)
