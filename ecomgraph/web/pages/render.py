"""Fill in the templates of the pages."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecomgraph.errors import MissingDependencyError

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["render"]


def render(template: str, **values: Any) -> str:
    """Return a page: a rendered template, with all values escaped for HTML.

    ``links`` must be among the values; ``page`` is the name of the current navigation entry.
    """
    return _environment().get_template(template).render(**values)


@cache
def _environment() -> Environment:
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined
    except ImportError:
        raise MissingDependencyError("jinja2", "making pages", "serve") from None
    from ecomgraph.web.pages.markup import grounds, ref

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"ref": ref, "grounds": grounds}
    return environment
