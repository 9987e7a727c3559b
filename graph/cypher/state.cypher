// What the database says of itself. Takes nothing. Gives one row, or none where nothing was loaded: schema, revision, published.
MATCH (store:Maillage {id: 'maillage'})
RETURN store.schema AS schema, store.revision AS revision, store.published AS published
