// Make the store where there is none. Takes $schema. Gives nothing.
MERGE (store:Maillage {id: 'maillage'})
ON CREATE SET store.schema = $schema, store.revision = 0, store.published = 0
