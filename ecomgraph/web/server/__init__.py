"""The graph over HTTP: SPARQL protocol, JSON, pages; what may be asked, by whom and for how long."""
