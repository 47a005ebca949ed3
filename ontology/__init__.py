"""The vocabulary, data, shapes, rules and alignments, as files for :mod:`importlib.resources`."""
