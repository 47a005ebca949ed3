"""The graph over HTTP: pages, JSON and a SPARQL endpoint."""
