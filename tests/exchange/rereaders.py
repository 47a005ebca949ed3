"""Formats whose test is a module of its own: ``reread_NAME.py`` beside this file, found by its name.

Such a module has ``FORMAT``, the name of the format, and two functions: ``check(graph, path)`` exports the graph to the
path, reads that again, asserts that it says what the graph says, and returns the report; ``rights(path)`` returns the
text in which an exported file or folder names the licence and whom to attribute.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

__all__ = ["rereaders"]


def rereaders(folder: Path = Path(__file__).parent) -> dict[str, Any]:
    """Return the modules by the names of their formats."""
    modules = [import_module(f"tests.exchange.{path.stem}") for path in sorted(folder.glob("reread_*.py"))]
    return {module.FORMAT: module for module in modules if hasattr(module, "FORMAT")}
