"""The command line: ``ecomgraph --help`` lists the commands."""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Run the command line on the arguments of this process, and exit."""
    from ecomgraph.cli.app import cli

    cli.main(prog_name="ecomgraph")
