"""Derive what the rules conclude, validate by the shapes, check the evidence."""
