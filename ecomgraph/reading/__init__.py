"""Read the graph: find things by name, and turn them into value objects."""
