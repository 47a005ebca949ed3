"""The layout of the tables for spreadsheets: one table per kind of thing, with its columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from ecomgraph.exchange.cells import join
from ecomgraph.languages import best_text, canonical, is_language_tag
from ecomgraph.namespace import ECG
from ecomgraph.reading.names import curie, slug_of
from ecomgraph.schema import LINKS, NODES, TABLED, Shape, links_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecomgraph.exchange.content import Content, Thing
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.schema import Kind, Link

__all__ = ["LOST", "REQUIRED", "TABLES", "Cell", "Column", "Table", "rows", "tables_of", "with_languages"]

Cell = str | int | float


def _lost() -> tuple[str, ...]:
    shown = {link.iri for kind in TABLED for link in links_of(kind.key)}
    again = [f"ecg:{link.name}" for link in LINKS.values() if link.derived and link.range != ("skill",)]
    rest = [f"ecg:{link.name}" for link in LINKS.values() if not link.derived and link.iri not in shown]
    return (
        "concept schemes, collections and properties that are not in the vocabulary",
        f"{', '.join(again)}, prov:wasGeneratedBy: the rules derive them again",
        *([f"{', '.join(rest)}: no table has them"] if rest else []),
    )


LOST = _lost()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: ``predicate`` is the property of its values, ``targets`` are the kinds of things that ids refer to.

    Ids are plain (``baker``) if there is one kind of target, else prefixed with the kind (``role:baker``).
    ``language`` is the language of a column such as ``label@fr``.
    """

    name: str
    predicate: str
    shape: Shape | Literal["id", "iri"]
    about: str
    targets: tuple[str, ...] = ()
    needed: bool = False
    language: str = ""

    @property
    def many(self) -> bool:
        """Whether a cell holds a list, separated by ``"; "``."""
        return self.shape in ("texts", "refs", "iris", "holders")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: one row per thing of a kind, by IRI."""

    name: str
    kind: str
    about: str
    columns: tuple[Column, ...]


def with_languages(table: Table, names: Iterable[str]) -> Table:
    """Return a table with columns for further languages, if their names are in ``names``, in that order.

    >>> [column.name for column in with_languages(TABLES[0], ["label@fr", "id@fr", "label@pt_BR"]).columns][:3]
    ['id', 'label', 'label@fr']
    """
    found: dict[str, list[Column]] = {}
    for name in dict.fromkeys(names):
        column, _, tag = name.partition("@")
        for base in table.columns:
            if base.name == column and is_language_tag(tag) and _is_translated(base):
                found.setdefault(column, []).append(
                    replace(base, name=name, about=f"{base.about}, in the language {tag}", language=tag, needed=False)
                )
    columns = (it for base in table.columns for it in (base, *found.get(base.name, ())))
    return replace(table, columns=tuple(columns)) if found else table


def _is_translated(column: Column) -> bool:
    """Tell whether the texts of a column have a language."""
    return column.shape in ("text", "texts") and not column.predicate.startswith(ECG.NAMESPACE)


def tables_of(content: Content) -> tuple[Table, ...]:
    """Return the tables to write, with columns for the languages other than that of the content."""
    found = []
    for table in TABLES:
        tags: dict[str, set[str]] = {column.name: set() for column in table.columns if _is_translated(column)}
        for thing in content.things(table.kind) if len(content.languages) > 1 else ():
            for column in table.columns:
                if column.name in tags:
                    tags[column.name].update(it.language for it in thing.literals(column.predicate) if it.language)
        own = content.language.lower()
        names = [f"{name}@{canonical(tag)}" for name, its in tags.items() for tag in sorted(its - {own})]
        found.append(with_languages(table, names))
    return (*found, REQUIRED) if content.derived else tuple(found)


_ID = Column(name="id", predicate="", shape="id", about="Short name, the last part of the IRI; unique in this table")
_IRI = Column(name="iri", predicate="", shape="iri", about="IRI; made from the id if left empty")
# Names come first.
_NAMES = ("label", "alt_labels")


def _column(link: Link, kind: str) -> Column:
    targets = link.domain if link.shape == "holders" else link.targets(kind)
    return Column(
        name=link.column,
        predicate=link.iri,
        shape=link.shape,
        about=link.about_of(kind),
        targets=targets,
        needed=link.needed,
    )


def _table(kind: Kind) -> Table:
    # A link is a column of the table of its target's kind, not of the tables of its subjects.
    links = [link for link in links_of(kind.key) if link.shape != "holders"]
    if kind.join and LINKS[kind.join.owner].shape == "holders":
        links.insert(0, LINKS[kind.join.owner])
    links.sort(key=lambda link: link.column not in _NAMES)
    columns = (_ID, *(_column(link, kind.key) for link in links), _IRI)
    return Table(name=kind.table, kind=kind.key, about=kind.about, columns=columns)


TABLES: tuple[Table, ...] = tuple(map(_table, TABLED))

REQUIRED = Table(
    name="required-skills",
    kind="",
    about="All required skills of each role and profile, inherited ones and those of its work too; import derives them",
    columns=(
        Column(name="node", predicate="", shape="ref", about="role: or profile: and the id", targets=NODES),
        Column(name="skill", predicate="", shape="ref", about="The skill", targets=("skill",)),
        Column(name="importance", predicate="", shape="value", about="essential or optional"),
    ),
)


def rows(content: Content, table: Table, ledger: Ledger) -> Iterator[list[Cell]]:
    """Yield the rows of a table, numbers as numbers, by IRI."""
    if table is REQUIRED:
        for node in content.things(*NODES):
            for skill, importance in content.required_skills(node):
                yield [content.ref(node.key), content.id(skill), importance]
        return
    for thing in content.things(table.kind):
        yield [_cell(content, thing, column, ledger) for column in table.columns]


def _cell(content: Content, thing: Thing, column: Column, ledger: Ledger) -> Cell:
    if column.shape == "id":
        return thing.id
    if column.shape == "iri":
        return thing.iri
    if _is_translated(column):
        return _texts(content, thing, column, ledger)
    if column.shape in ("text", "integer", "number"):
        return _literal(thing, column, ledger)
    if column.shape == "texts":
        return join(thing.texts(column.predicate))
    if column.shape == "holders":
        return join(content.ref(key) for key in content.holders(column.predicate, thing.key))
    if column.shape == "iris":
        return join(thing.keys(column.predicate))
    return _links(content, thing, column, ledger)


def _texts(content: Content, thing: Thing, column: Column, ledger: Ledger) -> str:
    """Return the texts in the language of a column; those without a language tag have that of the content."""
    tags = {column.language.lower()} if column.language else {content.language.lower(), ""}
    found = sorted({it.value for it in thing.literals(column.predicate) if (it.language or "") in tags})
    if column.many:
        return join(found)
    if len(found) > 1:
        ledger.lose(thing.where, f"{len(found)} values for {column.name}, of which the format holds one")
    return best_text([it for it in thing.literals(column.predicate) if it.value in found], content.policy)


def _literal(thing: Thing, column: Column, ledger: Ledger) -> Cell:
    found = thing.texts(column.predicate)
    if len(found) > 1:
        ledger.lose(thing.where, f"{len(found)} values for {column.name}, which holds one")
    text = thing.text(column.predicate)
    if column.shape == "text" or not text:
        return text
    try:
        number = float(text)
        return int(text) if column.shape == "integer" else int(number) if number.is_integer() else number
    except (ValueError, OverflowError):
        ledger.problem(
            thing.where, f"{column.name} is {text!r}, which is not a number", f"correct {curie(column.predicate)}"
        )
        return text


def _links(content: Content, thing: Thing, column: Column, ledger: Ledger) -> str:
    if column.shape in ("value", "term"):
        found = thing.values(column.predicate)
        if column.shape == "term":
            found = [slug_of(key) if key.startswith(ECG.NAMESPACE) else key for key in thing.keys(column.predicate)]
    else:
        found = [_id(content, thing, column, key, ledger) for key in thing.keys(column.predicate)]
    if not found and thing.texts(column.predicate):
        ledger.lose(thing.where, f"{column.name} is a text, but must be a thing with an IRI")
    if len(found) > 1 and not column.many:
        ledger.problem(thing.where, f"{len(found)} values for {column.name}, one is allowed", "remove the others")
    return join(found) if column.many else next(iter(found), "")


def _id(content: Content, thing: Thing, column: Column, key: str, ledger: Ledger) -> str:
    kind = content.kind(key)
    if not kind or (kind not in column.targets and "*" not in column.targets):
        wanted = " or ".join(column.targets) if "*" not in column.targets else "thing"
        ledger.problem(
            thing.where, f"{column.name} is <{key}>, which is not a {wanted}", "describe it or remove the link"
        )
    return content.id(key) if len(column.targets) == 1 and "*" not in column.targets else content.ref(key)
