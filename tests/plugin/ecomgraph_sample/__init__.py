"""A distribution that adds a format, an importer, a criterion and a stored query to ecomgraph."""
