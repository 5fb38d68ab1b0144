"""One file becomes a Sheet: its encoding, its layout, and the kind and values of every column."""
