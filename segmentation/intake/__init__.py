"""Files become a Book: one row per client, with every trait that the files tell of."""
