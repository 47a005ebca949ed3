"""The content of the page about a thing as value objects: references, facts, and lists of links with their grounds."""

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

# The kind of a mark that names the node from which an item is inherited.
INHERITED_MARK = "inherited"
# The kind of a mark that names the node built on.
BUILT_ON_MARK = "built-on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref:
    """A name to show and the page that it links to, if any; ``external`` marks a page elsewhere.

    ``title`` is shown as a tooltip.
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
    """One linked thing, the qualifiers of the link, its grounds, and the page about the link."""

    ref: Ref
    qualifiers: tuple[Ref, ...] = ()
    grounds: Grounds = NOTHING
    about: str = ""

    @property
    def graded(self) -> bool:
        """Whether the item has an importance, to which its basis does not apply."""
        return any(mark.kind in {"essential", "optional"} for mark in self.qualifiers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Links of one kind; ``count`` is their number, ``items`` the first of them."""

    heading: str
    anchor: str
    items: tuple[Item, ...]
    count: int
    compact: bool = False

    @property
    def own(self) -> tuple[Item, ...]:
        """The items specific to the thing: those that it does not share with a node it inherits from or builds on."""
        return tuple(item for item in self.items if not shared_mark(item))

    @property
    def shared(self) -> tuple[tuple[str, tuple[Item, ...]], ...]:
        """The other items by origin, largest group first, under a heading such as ``of Baker, on which it builds``."""
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
    """The whole content of the page about a thing."""

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
    """Return the mark of an item that is not specific to its thing."""
    return next((mark for mark in item.qualifiers if mark.kind in (INHERITED_MARK, BUILT_ON_MARK)), None)
