"""Exact searches for best paths, one module for each algorithm."""
