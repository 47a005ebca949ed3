"""The user's own rules, which run together with those that ship with the package."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from ecomgraph.errors import RuleError
from ecomgraph.reasoning.rules import Rule, packaged_rules
from ecomgraph.store.encoding import decode
from ecomgraph.store.parse import read_bytes

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

__all__ = ["read_rules", "with_added"]


def read_rules(files: Iterable[str | os.PathLike[str]]) -> tuple[Rule, ...]:
    """Return the rules in files, one SPARQL CONSTRUCT each; a rule has the name of its file without the extension.

    Raises :class:`~ecomgraph.SourceError` for a file that cannot be read, and :class:`~ecomgraph.RuleError` for a text
    that is not a rule, is refused by the query guard, or has the name of another rule.
    """
    taken = {rule.name: f"{rule.name!r}, which comes with ecomgraph" for rule in packaged_rules()}
    found = []
    for file in files:
        path = Path(file)
        if path.stem in taken:
            raise RuleError(f"{path}: has the same name as the rule {taken[path.stem]}; give the file another name")
        text = decode(read_bytes(path), name=str(path)).removeprefix("\ufeff")
        try:
            found.append(Rule.parse(path.stem, text))
        except RuleError as error:
            raise RuleError(f"{path}: {error}") from None
        taken[path.stem] = str(path)
    return tuple(found)


def with_added(added: Iterable[Rule]) -> list[Rule]:
    """Return the packaged rules and ``others``; identical duplicates are allowed.

    Raises :class:`~ecomgraph.RuleError` for two different rules with one name.
    """
    by_name = {rule.name: rule for rule in packaged_rules()}
    for rule in added:
        if by_name.setdefault(rule.name, rule) != rule:
            raise RuleError(f"two different rules have the name {rule.name!r}; rename one of them")
    return list(by_name.values())
