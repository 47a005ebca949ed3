"""What is said of each kind of things and of each link between them: the rows of :mod:`ecomgraph.schema`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Join", "Kind", "Link", "Shape", "sentence"]

# What a cell of a table holds: a text, several, the id of a thing, ids, a value of a controlled vocabulary, IRIs from
# elsewhere, a number, the ids of what points to the row, or a property of the vocabulary.
Shape = Literal["", "text", "texts", "ref", "refs", "value", "iris", "integer", "number", "holders", "term"]


class Join(NamedTuple):
    """The properties of a thing that links two others, such as a requirement: to its owner, and to its target."""

    owner: str
    target: str
    # Whether the owner points to the join, or the join to its owner.
    owner_points: bool


class Kind(NamedTuple):
    """A kind of things: the members of ``classes``.

    ``table`` and ``about`` are the name and the description of its table; values of a controlled vocabulary have none.
    ``name`` is what parameters and messages call one. Things of a kind that is not ``named`` have no labels; each thing
    of a ``grounded`` one says on what basis it stands. A kind with an ``edge`` becomes edges of that type in graph
    formats, all others become nodes. ``ends`` are the properties to its owner and its target; ``phrase`` calls a thing
    by the labels of both, ``alone`` one without an owner. ``key`` is the prefix of IRIs and ids, ``label`` the class in
    words.
    """

    table: str
    about: str
    name: str = ""
    named: bool = True
    grounded: bool = True
    ends: tuple[str, str] | None = None
    edge: str = ""
    phrase: str = ""
    alone: str = ""
    key: str = ""
    label: str = ""
    classes: tuple[str, ...] = ()
    controlled: bool = False
    join: Join | None = None


class Link(NamedTuple):
    """A property between things of the kinds in ``domain`` and ``range``: ``*`` any, ``=`` that of the subject.

    ``column`` is its name in tables, as an attribute, and as a section of JSON; ``shape`` says what its values are,
    ``about`` what a cell holds (by kind where that differs). On pages ``says`` is the heading above its values, ``of``
    the heading above what has a value; without ``says`` it is shown among the facts. ``derived``: only rules assert it.
    ``inherited``: narrower nodes have it too. ``compact``: pages show its values close together. ``apart``: an export
    of a part leaves out what it points to. ``needed``: an imported row must have it. Literals have no range.
    ``own``: it is one of the career vocabulary. ``edge``: it links two things that are nodes in formats of graphs.
    ``joins``: it leads to things that join others.
    """

    column: str = ""
    about: str | Mapping[str, str] = ""
    says: str | None = None
    of: str = ""
    shape: Shape = ""
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    inherited: bool | None = None
    compact: bool = True
    apart: bool = False
    needed: bool = False
    derived: bool = False
    iri: str = ""
    name: str = ""
    label: str = ""
    own: bool = False
    edge: bool = False
    joins: bool = False

    @property
    def many(self) -> bool:
        """Whether a thing may have several values."""
        return self.shape in ("texts", "refs", "iris", "holders")

    def targets(self, kind: str) -> tuple[str, ...]:
        """Return the kinds of things that it leads to from a thing of a kind."""
        return (kind,) if self.range == ("=",) else self.range

    def about_of(self, kind: str) -> str:
        """Return what its column holds in the table of a kind."""
        return self.about if isinstance(self.about, str) else self.about.get(kind, sentence(self.label))


def sentence(text: str) -> str:
    """Return a text with a capital at its beginning.

    >>> sentence("role profile")
    'Role profile'
    """
    return text[:1].upper() + text[1:]
