// Wait until what is looked up can be. Takes nothing. Gives nothing.
CALL db.awaitIndexes(300)
