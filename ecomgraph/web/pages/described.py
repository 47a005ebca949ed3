"""What a page shows of one thing, as values: names with their pages, facts, and lists of links with their grounds."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = [
    "BUILT_ON_MARK",
    "INHERITED_MARK",
    "NOTHING",
    "Description",
    "Fact",
    "Grounds",
    "Item",
    "Ref",
    "Section",
    "shared_mark",
]

# The kind of a mark that says from which broader node something is inherited.
INHERITED_MARK = "inherited"
# The same of a node that is built on.
BUILT_ON_MARK = "built-on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """A name to show, with the page to go to: none, one of ours, or with ``external`` one elsewhere.

    ``title`` is what is shown of it when it is pointed at.
    """

    text: str
    href: str = ""
    kind: str = ""
    external: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """The grounds of an assertion: basis, passages, the rule that derived it, and an editor's notes."""

    basis: Ref | None = None
    basis_name: str = ""
    evidence: tuple[Ref, ...] = ()
    rules: tuple[Ref, ...] = ()
    notes: tuple[str, ...] = ()


NOTHING = Grounds()


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that is linked: what it is, what qualifies the link, its grounds, and the page about the link."""

    ref: Ref
    qualifiers: tuple[Ref, ...] = ()
    grounds: Grounds = NOTHING
    about: str = ""

    @property
    def graded(self) -> bool:
        """Whether an importance stands beside the basis, which is of the need alone."""
        return any(mark.kind in {"essential", "optional"} for mark in self.qualifiers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Links of one sort; ``count`` is how many there are, of which ``items`` are the first."""

    heading: str
    anchor: str
    items: tuple[Item, ...]
    count: int
    compact: bool = False

    @property
    def own(self) -> tuple[Item, ...]:
        """The items that set the thing apart: those that it does not share with a node it comes from."""
        return tuple(item for item in self.items if not shared_mark(item))

    @property
    def shared(self) -> tuple[tuple[str, tuple[Item, ...]], ...]:
        """The other items, by the node that they come from, in words, most first: ``of Baker, on which it builds``."""
        groups: dict[str, list[Item]] = {}
        for item in self.items:
            if mark := shared_mark(item):
                how = "on which it builds" if mark.kind == BUILT_ON_MARK else "from which it inherits"
                groups.setdefault(f"of {mark.text.removeprefix('from ')}, {how}", []).append(item)
        return tuple((text, tuple(items)) for text, items in sorted(groups.items(), key=lambda it: -len(it[1])))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A property and its values."""

    name: Ref
    values: tuple[Ref, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """All that there is to tell of one thing."""

    iri: str
    id: str
    curie: str
    label: str
    kinds: tuple[Ref, ...]
    names: tuple[str, ...]
    definition: str
    grounds: Grounds
    facts: tuple[Fact, ...]
    says: tuple[Section, ...]
    referred: tuple[Section, ...]
    triples: tuple[tuple[Ref, Ref, Ref, str], ...] = field(repr=False)
    triple_count: int


def shared_mark(item: Item) -> Ref | None:
    """Return the mark of an item that does not set its thing apart."""
    return next((mark for mark in item.qualifiers if mark.kind in (INHERITED_MARK, BUILT_ON_MARK)), None)
