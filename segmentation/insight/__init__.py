"""What a Sorting says: why a client stands where it stands, and whom the business serves."""
