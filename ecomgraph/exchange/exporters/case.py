"""case: a CFPackage of 1EdTech's Competencies and Academic Standards Exchange (CASE), as one JSON document.

Written for version 1.0, it is valid for 1.1 too. Version 1.1 adds types of associations, and
allows ends outside CASE.
"""

from __future__ import annotations

import json
from typing import IO, TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from ecomgraph.exchange.case_rubrics import rubrics
from ecomgraph.exchange.export_report import Format
from ecomgraph.exchange.framework import Identity, broader_tree, check_requirements, last_change, uuid_of
from ecomgraph.exchange.grades import Grades
from ecomgraph.exchange.lint import in_a_page
from ecomgraph.exchange.rights import all_rights, as_text
from ecomgraph.languages import canonical
from ecomgraph.namespace import ECG
from ecomgraph.reading.names import slug_of
from ecomgraph.reading.reader import ALT_LABEL, BROADER, DEFINITION, SKOS
from ecomgraph.schema import KINDS, LINKS, NODES, sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from fractions import Fraction

    from ecomgraph.exchange.content import Content, Thing
    from ecomgraph.exchange.lint import Ledger
    from ecomgraph.exchange.sink import Sink

__all__ = ["FORMAT", "write"]

FORMAT = Format(
    name="case",
    tool="1EdTech CASE 1.0 and 1.1 (--case-version): OpenSALT, CASE Network, learning platforms",
    filename="case.json",
    lost=(
        "objectives, challenges, characteristics, collaborations, team roles",
        "numbers that requirements state, duration of transitions, and their evidence",
        "labels and texts in languages other than the chosen one",
    ),
    versions=("1.0", "1.1"),
)
TYPES = {
    key: sentence(KINDS[key].label)
    for key in (*NODES, "level", "specialization", "responsibility", "activity", "skill")
}
MAX_SHORT = 255
MAX_CODE = 80
# The column sizes of registries' databases, which refuse longer values.
MAX_TITLE = 120
MAX_CREATOR = 300
MAX_URI = 300
_PARENT = {"profile": ECG.narrowsRole, "skill": BROADER, "responsibility": BROADER}
_ASSOCIATIONS = {"promotion": "precedes", "level-up": "precedes", "specialization-change": "isPeerOf"}
_MATCHES = {name: f"ext:{name}" for name in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")}
_ELSEWHERE = {"http://data.europa.eu/esco/": "ext:esco", "https://www.onetonline.org/": "ext:onet"}
_GROUPINGS = {
    "essential": "Essential skills",
    "optional": "Optional skills",
    "responsibility": "Responsibilities",
    "activity": "Activities",
    "specialization": "Specializations",
    "level": "Levels",
    "related": "Related skills",
    "transition": "Transitions",
}


# The properties that link a node to things of these kinds.
_WORK = [
    link
    for kind in _GROUPINGS
    for link in LINKS.values()
    if link.edge and link.range == (kind,) and set(link.domain) <= set(NODES)
]


class _Link(NamedTuple):
    origin: str
    type: str
    destination: str
    grouping: str = ""
    # The extension with the level of a requirement if the skill's scale has one of that degree, else with the degree.
    level: str = ""
    degree: Fraction | None = None


class _Package:
    """The state shared by all objects of one package."""

    def __init__(self, content: Content, ledger: Ledger) -> None:
        self.content = content
        self.ledger = ledger
        self.framework = Identity(content)
        self.changed = f"{last_change(content)}T00:00:00Z"
        self.rights = all_rights(content)
        self.grades = Grades(content, ledger)
        self.extended = content.version == "1.1"

    def link(self, key: str, title: str) -> dict[str, str]:
        return {"title": title, "identifier": uuid_of(key), "uri": uri(key)}

    def title(self, key: str) -> str:
        if key == self.framework.iri:
            return self.framework.title
        return self.ledger.name(self.content.label(key), self.content.where(key))

    def asking(self, link: _Link, degree: Fraction) -> _Link:
        """Return an association extended by the required level or degree, if any is stated in the graph."""
        found = self.grades.level(link.destination, degree)
        if found and found.degree == degree:
            return link._replace(level=found.iri)
        return link._replace(degree=degree) if self.grades.graded else link

    def definition(self, folder: str, slug: str, title: str) -> dict[str, str]:
        key = f"{self.framework.iri}/{folder}/{slug}"
        return {"identifier": uuid_of(key), "uri": uri(key), "title": title, "lastChangeDateTime": self.changed}


def uri(key: str) -> str:
    """Return an IRI in ASCII; blank nodes are named by their UUID.

    >>> uri("https://example.org/Bäcker")
    'https://example.org/B%C3%A4cker'
    """
    return f"urn:uuid:{uuid_of(key)}" if key.startswith("_:") else quote(key, safe="!#$%&'()*+,/:;=?@[]~")


def write(content: Content, sink: Sink, ledger: Ledger) -> None:
    """Write document, items, associations and definitions, an object per line."""
    package = _Package(content, ledger)
    if not package.extended:
        ledger.lose(
            "CASE 1.0",
            "has no place for the level that a requirement asks for, nor for the scale of a skill "
            "without level descriptors; --case-version 1.1 has",
        )
    check_requirements(content, ledger)
    for kind in ("skill", "responsibility"):
        broader_tree(content, kind, BROADER, ledger)
    with sink.text(FORMAT.filename) as file:
        file.write('{"CFDocument": ' + _dump(_document(package)) + ",\n")
        _array(file, "CFItems", _items(package))
        file.write(",\n")
        _array(file, "CFAssociations", _associations(package))
        file.write(",\n" + '"CFDefinitions": ' + _dump(_definitions(package)))
        found = list(rubrics(content, package.grades, package.changed, uri, ledger))
        if found:
            file.write(",\n")
            _array(file, "CFRubrics", found)
        file.write("}\n")


def _document(package: _Package) -> dict[str, object]:
    framework = package.framework
    names = [package.ledger.name(it.attribution, "licence") for it in package.rights if it.attribution]
    # CASE asks for a creator.
    creator, title = "; ".join(dict.fromkeys(names)) or framework.owner, package.ledger.name(framework.title, "title")
    found: dict[str, object] = {
        "identifier": uuid_of(framework.iri),
        "uri": uri(framework.iri),
        "creator": _cut(creator, MAX_CREATOR, "creator", package.ledger),
        "title": _cut(title, MAX_TITLE, "title", package.ledger),
        "lastChangeDateTime": package.changed,
        "language": package.content.language,
        "adoptionStatus": "Draft",
    }
    if package.extended:
        found["caseVersion"] = "1.1"
    if framework.version and not framework.bundled:
        found["version"] = framework.version
    if framework.publisher:
        found["publisher"] = package.ledger.name(framework.publisher, "publisher")
    if framework.definition:
        found["description"] = package.ledger.text(framework.definition, "framework")
    licenses = _licenses(package)
    if len(licenses) == 1:
        found["licenseURI"] = package.link(licenses[0], licenses[0])
    whole = [
        f"{name}: {text}" for name, text in (("Title", title), ("Creator", creator)) if text != found[name.lower()]
    ]
    said = as_text(package.rights, package.ledger)
    if said or whole:
        found["notes"] = "\n".join(filter(None, [*whole, said]))
    return found


def _cut(text: str, limit: int, what: str, ledger: Ledger) -> str:
    """Return a text cut to the length that registries accept; the notes have the full text."""
    if len(text) <= limit:
        return text
    ledger.repair(
        what, f"over {limit} characters, which registries refuse, so it is shortened; the notes have the full text"
    )
    return text[: limit - 1] + "…"


def _licenses(package: _Package) -> list[str]:
    return sorted({it.license for it in package.rights if it.license})


def _items(package: _Package) -> Iterator[dict[str, object]]:
    content, ledger = package.content, package.ledger
    for kind, type_name in TYPES.items():
        for thing in content.things(kind):
            label = ledger.name(thing.label, thing.where)
            definition = ledger.text(thing.text(DEFINITION), thing.where)
            item: dict[str, object] = {
                "identifier": uuid_of(thing.key),
                "fullStatement": definition or label,
                "abbreviatedStatement": label,
                "CFItemType": type_name,
                "CFItemTypeURI": package.link(f"{package.framework.iri}/item-type/{kind}", type_name),
                "uri": uri(thing.key),
                "humanCodingScheme": content.ref(thing.key),
                "language": canonical(thing.language()) or content.language,
                "lastChangeDateTime": package.changed,
            }
            if len(label) > MAX_SHORT:
                # The statement begins with the full label.
                item["fullStatement"] = f"{label}: {definition}" if definition else label
                item["abbreviatedStatement"] = label[: MAX_SHORT - 1] + "…"
                ledger.repair(
                    thing.where, f"a label over {MAX_SHORT} characters shortened; the statement begins with it"
                )
            if len(uri(thing.key)) > MAX_URI:
                ledger.warn(thing.where, f"its uri has over {MAX_URI} characters, which OpenSALT refuses")
            if len(content.ref(thing.key)) > MAX_CODE:
                del item["humanCodingScheme"]
                ledger.repair(
                    thing.where, f"no coding scheme, as it would have over {MAX_CODE} characters; the uri has it"
                )
            other = [ledger.text(text, thing.where) for text in thing.texts(ALT_LABEL)]
            if other:
                item["conceptKeywords"] = other
            if package.extended and thing.kind == "skill" and (scale := thing.key_to(ECG.usesScale)):
                item["extensions"] = {"ext:usesScale": uri(scale)}
            if notes := _notes(content, thing, ledger):
                item["notes"] = notes
            ledger.records[f"{type_name} items"] += 1
            yield item


def _notes(content: Content, thing: Thing, ledger: Ledger) -> str:
    """Return the notes of an item, one line each: basis, evidence, the editor's reason, mappings, rank."""
    lines = {
        "Rank": thing.text(ECG.rank),
        "Skill type": thing.value(ECG.skillType),
        "Basis": thing.value(ECG.hasBasis),
        "Evidence": ", ".join(content.id(key) for key in thing.keys(ECG.hasEvidence)),
        "Note": thing.text(SKOS + "editorialNote"),
        "Scope": " ".join(thing.texts(SKOS + "scopeNote")),
        "Close match": ", ".join(thing.keys(SKOS + "closeMatch")),
        "Broad match": ", ".join(thing.keys(SKOS + "broadMatch")),
        "Related match": ", ".join(thing.keys(SKOS + "relatedMatch")),
    }
    return "\n".join(f"{name}: {ledger.text(value, thing.where)}" for name, value in lines.items() if value)


def _associations(package: _Package) -> Iterator[dict[str, object]]:
    content, ledger = package.content, package.ledger
    known: set[str] = set()
    numbers: dict[str, int] = {}
    for link in _links(package):
        origin, destination = link.origin, link.destination
        for end in (origin, destination):
            if end != package.framework.iri and content.kind(end) not in TYPES:
                ledger.problem(f"{link.type} from <{origin}>", f"leads to <{end}>, not an item", "describe that")
        key = uuid_of(" ".join(link[:4]))
        if origin == destination:
            ledger.lose(f"{link.type} from <{origin}>", "leads back to its start")
        if key in known or origin == destination:
            continue
        known.add(key)
        type_ = "ext:requires" if package.extended and link.grouping in ("essential", "optional") else link.type
        found: dict[str, object] = {"identifier": key, "associationType": type_, "uri": f"urn:uuid:{key}"}
        if link.type == "isChildOf":
            numbers[destination] = numbers.get(destination, 0) + 1
            found["sequenceNumber"] = numbers[destination]
        found["originNodeURI"] = package.link(origin, package.title(origin))
        found["destinationNodeURI"] = package.link(destination, package.title(destination))
        if link.grouping:
            name = f"{package.framework.iri}/grouping/{link.grouping}"
            found["CFAssociationGroupingURI"] = package.link(name, _GROUPINGS[link.grouping])
        if package.extended:
            found |= _asked_for(package, link)
        found["lastChangeDateTime"] = package.changed
        ledger.records[f"{type_} associations"] += 1
        yield found
    if package.extended:
        yield from _matches(package)


def _asked_for(package: _Package, link: _Link) -> dict[str, object]:
    """Return the required level or degree of a skill, for programs and, in notes, for people."""
    if link.level:
        label = package.ledger.name(package.content.label(link.level), package.content.where(link.level))
        return {"extensions": {"ext:requiredLevel": uri(link.level)}, "notes": f"Required level: {label}"}
    if link.degree is None:
        return {}
    degree = float(link.degree)
    return {"extensions": {"ext:proficiency": degree}, "notes": f"Required proficiency: {degree:.3g}"}


def _matches(package: _Package) -> Iterator[dict[str, object]]:
    """Yield the mappings to other vocabularies, which have targets outside CASE."""
    for thing in package.content.things(*TYPES):
        for name, type_ in _MATCHES.items():
            for target in thing.keys(SKOS + name):
                key = uuid_of(f"{thing.key} {type_} {target}")
                kind = next((kind for start, kind in _ELSEWHERE.items() if target.startswith(start)), "ext:other")
                package.ledger.records[f"{type_} associations"] += 1
                yield {
                    "identifier": key,
                    "associationType": type_,
                    "uri": f"urn:uuid:{key}",
                    "originNodeURI": package.link(thing.key, package.title(thing.key)),
                    "destinationNodeURI": {**package.link(target, slug_of(target)), "targetType": kind},
                    "lastChangeDateTime": package.changed,
                }


def _links(package: _Package) -> Iterator[_Link]:
    content, document = package.content, package.framework.iri
    for thing in content.things(*TYPES):
        # An item without a parent becomes a child of the document, because importers would not show it otherwise.
        parents = thing.keys(_PARENT[thing.kind]) if thing.kind in _PARENT else []
        yield from (_Link(thing.key, "isChildOf", parent) for parent in parents or [document])
        if thing.kind in ("role", "profile"):
            for skill, importance, degree in package.grades.asked(thing):
                yield package.asking(_Link(thing.key, "isRelatedTo", skill, importance), degree)
            for link in _WORK:
                kind = "hasSkillLevel" if link.iri == ECG.atLevel else "isRelatedTo"
                yield from _to(thing, kind, link.iri, link.range[0])
        elif thing.kind in ("responsibility", "activity"):
            yield from _needs(package, thing)
        elif thing.kind == "skill":
            yield from _to(thing, "isRelatedTo", SKOS + "related", "related")
        elif thing.kind == "level":
            yield from _to(thing, "precedes", ECG.nextLevel, "level")
    for transition in content.things("transition"):
        kind = _ASSOCIATIONS.get(slug_of(transition.key_to(ECG.transitionKind)), "isRelatedTo")
        for source in transition.keys(ECG.transitionFrom):
            yield from _to(transition, kind, ECG.transitionTo, "transition", origin=source)


def _needs(package: _Package, holder: Thing) -> Iterator[_Link]:
    """Yield the requirements of responsibilities and activities."""
    for requirement in map(package.content.thing, holder.keys(ECG.hasSkillRequirement)):
        group = "optional" if requirement.value(ECG.importance) == "optional" else "essential"
        for link in _to(requirement, "isRelatedTo", ECG.requiredSkill, group, origin=holder.key):
            degree = package.grades.degree(requirement, link.destination)
            yield package.asking(link, degree)


def _to(thing: Thing, kind: str, predicate: str, grouping: str, origin: str = "") -> Iterator[_Link]:
    return (_Link(origin or thing.key, kind, target, grouping) for target in thing.keys(predicate))


def _definitions(package: _Package) -> dict[str, object]:
    types = [
        {**package.definition("item-type", kind, title), "hierarchyCode": str(at), "description": title}
        for at, (kind, title) in enumerate(TYPES.items(), start=1)
    ]
    groupings = [package.definition("grouping", slug, title) for slug, title in _GROUPINGS.items()]
    licenses = [
        {
            **package.link(license_, license_),
            "description": as_text([it for it in package.rights if it.license == license_], package.ledger),
            "licenseText": license_,
            "lastChangeDateTime": package.changed,
        }
        for license_ in _licenses(package)
    ]
    found: dict[str, object] = {"CFItemTypes": types, "CFAssociationGroupings": groupings}
    return found | ({"CFLicenses": licenses} if licenses else {})


def _array(file: IO[str], name: str, entries: Iterable[object]) -> None:
    file.write(f'"{name}": [')
    for at, entry in enumerate(entries):
        file.write((",\n" if at else "\n") + _dump(entry))
    file.write("\n]")


def _dump(value: object) -> str:
    return in_a_page(json.dumps(value, ensure_ascii=False))
