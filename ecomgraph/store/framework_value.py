"""The catalog entry of a framework: its name, rights, source, and graphs."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.namespace import BASE
from ecomgraph.spelling import DEVICES, slug
from ecomgraph.store.dataset import ASSERTED, DERIVED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = [
    "BUNDLED",
    "BUNDLED_TITLE",
    "CATALOG",
    "Framework",
    "FrameworkRecord",
    "closure",
    "current_of",
    "derived_graph",
    "framework_graph",
    "framework_iri",
    "framework_name",
    "is_framework_name",
    "name_of_graph",
    "read_records",
    "write_records",
]

CATALOG = ox.NamedNode(f"{BASE}graph/catalog")
# The name of the framework that ships with the package, whose graphs have names of their own.
BUNDLED, BUNDLED_TITLE = "bundled", "The bundled framework"
FORMAT = 2
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LONGEST = 100
_GRAPHS, _DERIVED_GRAPHS = f"{BASE}graph/framework/", f"{DERIVED.value}/"
_NUMBERS = re.compile(r"(\d+)")


def is_framework_name(name: str) -> bool:
    """Return whether a framework name is valid: it is used as a file name, so it must be valid on every system.

    >>> is_framework_name("o-net"), is_framework_name("../o-net"), is_framework_name("con")
    (True, False, False)
    """
    return bool(_NAME.fullmatch(name)) and len(name) <= _LONGEST and name not in DEVICES


def framework_name(text: str) -> str:
    """Return the name of a framework, made from that of its file or folder.

    >>> framework_name("Unsere Rollen (2026)"), framework_name("Größen C++")
    ('unsere-rollen-2026', 'grossen-cpp')
    """
    from unicodedata import normalize

    plain = normalize("NFKD", slug(text)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "framework"


def framework_graph(name: str) -> ox.NamedNode:
    """Return the named graph with the asserted triples of a framework.

    >>> framework_graph("onet").value
    'https://w3id.org/ecomgraph/graph/framework/onet'
    """
    return ASSERTED if name == BUNDLED else ox.NamedNode(_GRAPHS + name)


def derived_graph(name: str) -> ox.NamedNode:
    """Return the named graph with the triples derived from a framework and its bases.

    >>> derived_graph("onet").value
    'https://w3id.org/ecomgraph/graph/derived/onet'
    """
    return DERIVED if name == BUNDLED else ox.NamedNode(_DERIVED_GRAPHS + name)


def name_of_graph(graph: object) -> str:
    """Return the name of the framework whose asserted graph this is, ``""`` for any other graph.

    >>> name_of_graph(framework_graph("onet")), name_of_graph(CATALOG)
    ('onet', '')
    """
    if graph == ASSERTED:
        return BUNDLED
    iri = graph.value if isinstance(graph, ox.NamedNode) else ""
    return iri.removeprefix(_GRAPHS) if iri.startswith(_GRAPHS) else ""


def framework_iri(name: str, base: str) -> str:
    """Return the IRI of a framework, made from its name and the base of its IRIs.

    >>> framework_iri("ours", "https://ours.example/"), framework_iri("ours", "")
    ('https://ours.example/framework/ours', 'https://w3id.org/ecomgraph/framework/ours')
    """
    stem = BASE if not base or base.startswith(BASE) else base if base[-1] in "/#" else f"{base}/"
    return f"{stem}framework/{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Framework:
    """A framework, as described in the catalog of a database.

    ``iri`` is its own IRI, from which its identifiers in other tools are made; ``base`` is the common beginning of the
    IRIs of its things. ``bases`` are the names of the frameworks that it builds on, sorted. ``current`` is true if it
    was marked as the one to use when several frameworks have a name. ``source`` is the name of the file or folder it
    was read from, ``sha256`` the digest of its content, ``license`` an IRI, ``attribution`` the text that the licence
    requires, ``imported`` a time (UTC), ``classes`` the number of things of each class, by name, ``rules`` the names
    and texts of the rules imported with it. ``grading`` has sentences on the meaning of its degrees and importances.
    Unknown values are empty.
    """

    name: str
    title: str
    iri: str
    base: str = ""
    version: str = ""
    language: str = ""
    publisher: str = ""
    license: str = ""
    attribution: str = ""
    grading: str = ""
    bases: tuple[str, ...] = ()
    current: bool = False
    format: str = ""
    source: str = ""
    sha256: str = ""
    imported: str = ""
    triples: int = 0
    classes: tuple[tuple[str, int], ...] = ()
    rules: tuple[tuple[str, str], ...] = ()

    @property
    def graph(self) -> str:
        """The IRI of its asserted graph."""
        return framework_graph(self.name).value

    @property
    def digest(self) -> str:
        """The digest of its source, prefixed with the algorithm."""
        return f"sha256:{self.sha256}" if self.sha256 else ""


# The name of this class in earlier versions.
FrameworkRecord = Framework


def closure(name: str, frameworks: Mapping[str, Framework]) -> tuple[str, ...]:
    """Return the names of a framework and of all that it builds on, directly or not: itself first, the others sorted.

    >>> ours, theirs = (Framework(name=it, title="", iri="", bases=bases) for it, bases in (("a", ("b",)), ("b", ())))
    >>> closure("a", {"a": ours, "b": theirs})
    ('a', 'b')
    """
    found, due = {name}, [name]
    while due:
        fresh = {base for base in frameworks[due.pop()].bases if base in frameworks} - found
        found |= fresh
        due += fresh
    return (name, *sorted(found - {name}))


def current_of(frameworks: Iterable[Framework]) -> Framework | None:
    """Return the default among several frameworks: the one marked current, or the latest version of one framework.

    Frameworks are versions of one if the IRIs of their things have the same beginning and each states its version.

    >>> old, new = (Framework(name=it, title="", iri="", base="urn:x:", version=it) for it in ("29.2", "29.10"))
    >>> current_of([old, new]).name
    '29.10'
    """
    found = list(frameworks)
    marked = [it for it in found if it.current]
    if len(marked) == 1 or len(found) == 1:
        return (marked or found)[0]
    if found and len({it.base for it in found}) == 1 and found[0].base and all(it.version for it in found):
        latest = max(found, key=lambda it: _order(it.version))
        return latest if sum(it.version == latest.version for it in found) == 1 else None
    return None


def _order(version: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in _NUMBERS.split(version) if part]


def write_records(frameworks: Iterable[Framework]) -> bytes:
    """Return the catalog of a database as the content of a file."""
    rows = [asdict(it) for it in sorted(frameworks, key=lambda it: it.name)]
    return json.dumps({"format": FORMAT, "frameworks": rows}, indent=2, ensure_ascii=False).encode()


def read_records(data: bytes) -> tuple[Framework, ...] | None:
    """Return the frameworks in a catalog file, by name; ``None`` if another version of ecomgraph wrote it.

    Raises :class:`ValueError`, :class:`KeyError` or :class:`TypeError` for a damaged file.
    """
    document = json.loads(data)
    if isinstance(document, list) and all(is_framework_name(row["name"]) and row["sha256"] for row in document):
        # Version 0.1.0 wrote a JSON list.
        return None
    if document["format"] != FORMAT:
        return None
    known = {field.name for field in fields(Framework)}
    found = []
    for row in document["frameworks"]:
        values = {name: value for name, value in row.items() if name in known}
        values["bases"] = tuple(map(str, row["bases"]))
        values["classes"] = tuple((str(name), int(count)) for name, count in row["classes"])
        values["rules"] = tuple((str(name), str(text)) for name, text in row["rules"])
        found.append(Framework(**values))
        if not is_framework_name(found[-1].name):
            raise ValueError(f"{found[-1].name!r} is not a valid framework name")
    return tuple(sorted(found, key=lambda it: it.name))
