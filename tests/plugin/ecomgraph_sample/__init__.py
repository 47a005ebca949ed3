"""A distribution that adds a format, an importer and a stored query to ecomgraph."""
