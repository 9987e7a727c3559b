// What is unique and what is looked up, statements left out. Takes nothing. Gives nothing. Statements are separated by a semicolon.
CREATE CONSTRAINT maillage_id IF NOT EXISTS
FOR (store:Maillage)
REQUIRE store.id IS UNIQUE;

CREATE CONSTRAINT entity_id IF NOT EXISTS
FOR (entity:Entity)
REQUIRE entity.id IS UNIQUE;

CREATE CONSTRAINT record_id IF NOT EXISTS
FOR (record:Record)
REQUIRE record.id IS UNIQUE;

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

CREATE INDEX record_entity IF NOT EXISTS
FOR (record:Record)
ON (record.entity);

CREATE INDEX declared_about IF NOT EXISTS
FOR (declared:Declared)
ON (declared.about)
