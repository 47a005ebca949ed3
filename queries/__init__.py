"""The stored SPARQL queries, as files for :mod:`importlib.resources`."""
