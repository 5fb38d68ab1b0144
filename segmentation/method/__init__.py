"""Port's method: a Book and a Policy become a Sorting."""
