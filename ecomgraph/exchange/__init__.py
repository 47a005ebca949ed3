"""Export and import: exporters and importers, one module each, and the code that they share."""
