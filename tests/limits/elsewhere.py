"""Interpreters that take this machine for one whose system calls are not known."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_SITE = """import os

if hasattr(os, "uname"):
    found = os.uname_result((*os.uname()[:4], "pdp11"))
    os.uname = lambda: found
"""
REASON = "there is no system call list for pdp11 and this Python"


def environment_of_another_machine(folder: Path) -> dict[str, str]:
    """Return the environment for such interpreters; ``folder`` holds what they import at their start."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_SITE, encoding="utf-8")
    return {**os.environ, "PYTHONPATH": str(folder)}
