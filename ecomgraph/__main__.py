"""``python -m ecomgraph`` is the command ``ecomgraph``."""

from __future__ import annotations

from ecomgraph.cli import main

if __name__ == "__main__":
    main()
