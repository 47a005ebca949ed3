"""The command line: ``ecomgraph --help`` lists the commands."""

from __future__ import annotations

__all__ = ["main"]


def main() -> None:
    """Run the command line on the arguments of this process, and exit."""
    import sys

    from ecomgraph.cli.signals import INTERRUPTED, interrupts_wait

    try:
        with interrupts_wait():
            from ecomgraph.cli.app import cli
    except KeyboardInterrupt:
        sys.stderr.write("ecomgraph: interrupted\n")
        sys.exit(INTERRUPTED)
    cli.main(prog_name="ecomgraph")
