"""The HTTP server: SPARQL protocol, JSON API and pages, with request checks and limits."""
