"""Exports: one module per format, which all read the same content, and the registry that runs them."""
