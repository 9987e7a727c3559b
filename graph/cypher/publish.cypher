// Show what was written. Takes $published, the number of the newest run. Gives nothing.
MATCH (store:Maillage {id: 'maillage'})
SET store.published = $published, store.revision = store.revision + 1
