"""The framework as a whole for HR and learning tools, and the text that they display for a node."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

import pyoxigraph as ox

from ecomgraph.exchange.content import Thing
from ecomgraph.namespace import BASE, ECG
from ecomgraph.reading.frameworks_in import frameworks_in
from ecomgraph.reading.names import slug_of
from ecomgraph.reading.reader import DCTERMS, DEFINITION
from ecomgraph.schema import LINKS, sentence
from ecomgraph.spelling import alphabetical
from ecomgraph.store.framework_value import BUNDLED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ecomgraph.exchange.content import Content
    from ecomgraph.exchange.lint import Ledger

__all__ = [
    "Identity",
    "broader_tree",
    "check_requirements",
    "framework_id",
    "html",
    "last_change",
    "levels",
    "sections",
    "uuid_of",
]

_ROLES = f"{BASE}scheme/roles"
_DATES = tuple(DCTERMS + name for name in ("modified", "issued", "created"))
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_HEADINGS = {"characteristics": "What it is like", "team_roles": "Team"}
_SECTIONS = {
    _HEADINGS.get(link.column, sentence(link.column.replace("_", " "))): link.iri
    for link in LINKS.values()
    if link.inherited and link.edge and not link.joins
}


def uuid_of(key: str) -> str:
    """Return the UUID (version 5) of an IRI, which never changes.

    >>> uuid_of("https://w3id.org/ecomgraph/skill/adaptability")
    '5308dc78-3a04-58b8-9805-267e83607061'
    """
    return str(uuid5(NAMESPACE_URL, key))


def framework_id(iri: str) -> str:
    """Return the id of a framework of letters, digits and hyphens: its slug, and a prefix or digest of its namespace.

    >>> framework_id("https://w3id.org/ecomgraph/framework/kitchen"), framework_id("https://ours.example/framework/ours")
    ('ecomgraph-kitchen', 'ours-779da098')
    """
    if not iri.startswith(BASE):
        return f"{slug_of(iri)}-{uuid_of(iri)[:8]}"
    # A framework named like the bundled scheme of roles, whose id would be the same.
    same = iri == f"{BASE}framework/{slug_of(_ROLES)}"
    return f"ecomgraph-{'framework-' if same else ''}{slug_of(iri)}"


class Identity:
    """The identity of the exported framework in other tools: IRI, id and title, from the catalog.

    They do not change when roles are added. A part has an IRI of its own, so that it does not replace the whole.
    """

    def __init__(self, content: Content) -> None:
        framework = content.framework or frameworks_in(content.dataset, "framework", bundled=False)[0]
        base, part = framework.iri, content.part_name
        suffix = f"?part={re.sub(r'[^A-Za-z0-9-]+', '+', part)}" if part else ""
        self.iri = base + suffix
        self.bundled = framework.name == BUNDLED
        # Names of frameworks have single hyphens.
        join = "-" if self.bundled or not framework.imported else "--"
        ending = slug_of(suffix.removeprefix("?part=")).replace("+", "-")
        self.id = framework_id(base) + (f"{join}{ending}" if part else "")
        self.title = content.title or framework.title + (f": {part}" if part else "")
        self.publisher = framework.publisher
        self.owner = framework.publisher or framework.title
        self.version = framework.version
        # A framework that is a concept scheme may have a definition.
        self.definition = Thing(content, base).text(DEFINITION)


def last_change(content: Content) -> str:
    """Return the given date, else the latest one stated for the graph or its vocabulary, as ``YYYY-MM-DD``."""
    if content.date:
        return content.date
    found = {
        match.group()
        for predicate in _DATES
        for quad in content.store.quads_for_pattern(None, ox.NamedNode(predicate), None, None)
        if isinstance(quad.object, ox.Literal) and (match := _DATE.match(quad.object.value))
    }
    return max(found, default="1970-01-01")


def levels(content: Content, ledger: Ledger) -> list[tuple[str, str]]:
    """Return keys and names of the levels, lowest first, those without a rank last."""
    ranked = []
    for level in content.things("level"):
        text = level.text(ECG.rank)
        rank = int(text) if text.lstrip("+-").isdecimal() else None
        if rank is None:
            ledger.warn(level.where, "has no ecg:rank, so it comes after those that have one")
        ranked.append((rank is None, rank or 0, level.key, ledger.name(level.label, level.where)))
    return [(key, name) for *_, key, name in sorted(ranked)]


def broader_tree(content: Content, kind: str, predicate: str, ledger: Ledger) -> dict[str, str]:
    """Return the key of the parent of each thing of a kind, ``""`` at the top; parents come before their children.

    Of several parents, the first is used. Things that are not reachable from the top because of a cycle are reported as
    a problem.
    """
    children: dict[str, list[str]] = {}
    for thing in content.things(kind):
        parents = [key for key in thing.keys(predicate) if content.kind(key) == kind]
        children.setdefault(parents[0] if parents else "", []).append(thing.key)
    tree: dict[str, str] = {}
    due = [("", key) for key in reversed(children.get("", []))]
    while due:
        parent, key = due.pop()
        tree[key] = parent
        due.extend((key, child) for child in reversed(children.get(key, [])))
    for key in content.keys(kind):
        if key not in tree:
            remedy = f"remove one of the {slug_of(predicate)} links"
            ledger.problem(content.thing(key).where, f"{slug_of(predicate)} leads back to itself", remedy)
    return tree


def check_requirements(content: Content, ledger: Ledger) -> None:
    """Report requirements that would be dropped, because the skill is not in the graph or no thing has them."""
    required = content.links(ECG.requiredSkill)
    for requirement in content.keys("requirement"):
        skills = required.get(requirement, [])
        for key in skills:
            if content.kind(key) != "skill":
                remedy = "describe it as an ecg:Skill or remove the requirement"
                ledger.problem(
                    content.where(requirement), f"requires <{key}>, which is not a skill of the graph", remedy
                )
        if not skills or not content.holders(ECG.hasSkillRequirement, requirement):
            ledger.lose(content.where(requirement), "it does not join two things")


def sections(content: Content, node: Thing, ledger: Ledger) -> Iterator[tuple[str, list[str]]]:
    """Yield sorted lists of a node's own and inherited content, under headings for people."""
    nodes = [node, *(content.thing(key) for key in node.keys(ECG.inheritsFrom) if content.kind(key))]

    def linked(predicate: str) -> set[str]:
        return {key for it in nodes for key in it.keys(predicate)}

    def named(keys: Iterable[str]) -> list[str]:
        names = (ledger.name(content.label(key), content.where(key)) for key in keys if content.kind(key))
        return sorted(names, key=lambda name: (alphabetical(name), name))

    for heading, predicate in _SECTIONS.items():
        if found := named(linked(predicate)):
            yield heading, found
    work = []
    for collaboration in map(content.thing, sorted(linked(ECG.hasCollaboration))):
        purposes = ", ".join(named(collaboration.keys(ECG.hasPurpose)))
        work += [
            name + (f" ({purposes})" if purposes else "") for name in named(collaboration.keys(ECG.collaboratesWith))
        ]
    if work:
        yield "Works with", sorted(work, key=lambda name: (alphabetical(name), name))
    if found := named(node.keys(ECG.advancesTo)):
        yield "Leads to", found


def html(text: str, parts: Iterable[tuple[str, list[str]]]) -> str:
    """Return a text and lists under headings as HTML, without quotes and backslashes, which some CSV readers misread.

    >>> html("Bakes.", [("Team", ["Miller & Son"])])
    '<p>Bakes.</p><h4>Team</h4><ul><li>Miller &amp; Son</li></ul>'
    """
    found = f"<p>{_escaped(text)}</p>" if text.strip() else ""
    for heading, items in parts:
        found += f"<h4>{_escaped(heading)}</h4><ul>" + "".join(f"<li>{_escaped(item)}</li>" for item in items) + "</ul>"
    return found


def _escaped(text: str) -> str:
    return escape(text).replace("\\", "&#92;").replace("\r", "&#13;").replace("\n", "<br>")
