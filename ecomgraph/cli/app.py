"""The command group, which imports commands lazily and reports every failure as one line on stderr."""

from __future__ import annotations

import io
import os
import re
import sys
from typing import TYPE_CHECKING, Any, NoReturn

import click

from ecomgraph.cli.output import READER_GONE, forget_stdout, one_line, readable, tell_notes
from ecomgraph.cli.signals import INTERRUPTED, interrupts_wait
from ecomgraph.errors import EcomgraphError, UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["COMMANDS", "LazyGroup", "cli"]

# The function of each command, whose module is imported when the command runs.
COMMANDS = {
    "changes": "ecomgraph.cli.frameworks:changes",
    "crosswalk": "ecomgraph.cli.frameworks:crosswalk",
    "diff": "ecomgraph.cli.gaps:diff",
    "evidence": "ecomgraph.cli.evidence:evidence",
    "explain": "ecomgraph.cli.careers:explain",
    "frameworks": "ecomgraph.cli.frameworks:frameworks",
    "export": "ecomgraph.cli.export:export",
    "gap": "ecomgraph.cli.gaps:gap",
    "import": "ecomgraph.cli.frameworks:import_",
    "info": "ecomgraph.cli.about:info",
    "map": "ecomgraph.cli.path:map_",
    "match": "ecomgraph.cli.match:match",
    "path": "ecomgraph.cli.path:path",
    "plan": "ecomgraph.cli.plan:plan",
    "reachable": "ecomgraph.cli.path:reachable",
    "query": "ecomgraph.cli.query:query",
    "remove": "ecomgraph.cli.frameworks:remove",
    "roles": "ecomgraph.cli.about:roles",
    "serve": "ecomgraph.cli.serve:serve",
    "show": "ecomgraph.cli.nodes:show",
    "site": "ecomgraph.cli.site:site",
    "skills": "ecomgraph.cli.nodes:skills",
    "similar": "ecomgraph.cli.gaps:similar",
    "sparql": "ecomgraph.cli.rdf:sparql",
    "template": "ecomgraph.cli.frameworks:template",
    "validate": "ecomgraph.cli.rdf:validate",
    "workforce": "ecomgraph.cli.workforce:workforce",
}

# The metavars of file names, which may be in any encoding.
_PLACE = re.compile(r"\b(DB|DEST|DIR|FILE|SOURCE)\b")

INTERNAL = 70
DEBUG = "ECOMGRAPH_DEBUG"


class _Text(click.types.StringParamType):
    """Text from the command line; in a locale without UTF-8, it arrives as surrogate escapes."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the text as UTF-8; refuse bytes that are not UTF-8."""
        try:
            return readable(value, errors="strict") if isinstance(value, str) else value
        except UnicodeDecodeError:
            self.fail(f"{readable(value)!r} is not UTF-8", param, ctx)


_TEXT = _Text()


class LazyGroup(click.Group):
    """A command group that imports commands by name and reports each failure as one line and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of all commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import a command; return ``None`` if the name is unknown."""
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module

        module, _, function = COMMANDS[cmd_name].partition(":")
        with interrupts_wait():
            command: click.Command = getattr(import_module(module), function)
        for parameter in command.params:
            if parameter.type is click.STRING and not _PLACE.search(parameter.metavar or ""):
                parameter.type = _TEXT
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write all commands with their summaries, without importing them."""
        from ecomgraph.cli.summaries import SUMMARIES

        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; exit silently if the reader closes the output pipe."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            forget_stdout()
            sys.exit(READER_GONE)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the first argument names, or suggest the nearest names."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            raise UnknownNameError(args[0], "command", get_close_matches(args[0], COMMANDS))
        return super().resolve_command(ctx, args)

    def main(  # type: ignore[override]
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Run one command and exit: 0 done, 1 the answer is "no", 2 wrong usage or bad input, 130 interrupted."""
        extra["standalone_mode"] = False
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # Characters that the locale cannot encode are printed as escapes.
                stream.reconfigure(errors="backslashreplace")
        try:
            code = super().main(args, prog_name, **extra)
        except EcomgraphError as error:
            tell_notes(error.notes)
            _fail(str(error), error.exit_code)
        except click.ClickException as error:
            _fail(_usage(error), error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            _fail("interrupted", INTERRUPTED)
        except Exception as error:
            if os.environ.get(DEBUG):
                raise
            _fail(f"internal error: {type(error).__name__}: {error} ({DEBUG}=1 shows where)", INTERNAL)
        sys.exit(code if isinstance(code, int) else 0)


def _usage(error: click.ClickException) -> str:
    message = error.format_message().rstrip(".")
    message = message[:1].lower() + message[1:]
    if isinstance(error, click.UsageError) and error.ctx is not None:
        return f"{message} (see '{error.ctx.command_path} --help')"
    return message


def _fail(message: str, code: int) -> NoReturn:
    try:
        sys.stdout.flush()
    except (AttributeError, OSError):
        # Standard output is closed, or its disk is full.
        forget_stdout()
    click.echo(f"ecomgraph: {one_line(message)}", err=True)
    sys.exit(code)


@click.group(cls=LazyGroup, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ecomgraph", message="%(prog)s %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Query a career graph: required skills, career paths, skill gaps, and the reasons for them.

    By default, commands use the bundled graph of an Ecommerce Director's career; --graph or --db selects another.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())
