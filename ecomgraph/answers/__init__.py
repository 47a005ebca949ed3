"""Answers as JSON: what the command line prints, the HTTP interface serves and the static site carries."""
