// Take away a store that nothing was ever written to. Takes nothing. Gives nothing.
MATCH (store:Maillage {id: 'maillage', revision: 0})
DELETE store
