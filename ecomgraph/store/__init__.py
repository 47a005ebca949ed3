"""The store: packaged files, safe parsing, atomic writing, and the dataset that holds the triples."""
