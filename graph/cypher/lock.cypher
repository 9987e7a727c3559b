// Become the one who writes, until the transaction ends; only what is read afterwards is of now. Takes nothing. Gives nothing.
MATCH (store:Maillage {id: 'maillage'})
SET store.lock = true
