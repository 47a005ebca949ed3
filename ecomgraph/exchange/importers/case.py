"""Read a CASE package, version 1.0 or 1.1: items become roles, skills and the like, associations become links."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ecomgraph.errors import FrameworkError, SourceError
from ecomgraph.exchange.importers.case_items import EMPTY, ItemReader
from ecomgraph.exchange.importers.case_rubrics import RubricReader
from ecomgraph.exchange.importers.import_options import Reading, SourceKind
from ecomgraph.exchange.importers.joining_lines import requirement_lines, transition_lines
from ecomgraph.exchange.importers.json_text import read_json_file
from ecomgraph.exchange.importers.kinds import RELATED, declaration
from ecomgraph.exchange.importers.ntriples_text import ecg, iri, is_iri, literal, term
from ecomgraph.reading.names import slug_of
from ecomgraph.schema import LINKS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from ecomgraph.exchange.importers.import_options import ImportOptions
    from ecomgraph.exchange.importers.problems import Problems

__all__ = ["KIND", "read"]

KIND = SourceKind(name="case", what="a CASE package, version 1.0 or 1.1 (JSON)")

_NODES = ("role", "profile")
# The property that relates two items, by their kinds.
_RELATED = {
    **{
        (kind, link.range[0]): iri(link.iri)
        for link in LINKS.values()
        if link.column in {"responsibilities", "activities", "specializations", "specialization", "levels"}
        for kind in link.domain
    },
    ("skill", "skill"): term("skos", "related"),
}
_CHILD = {
    ("skill", "skill"): term("skos", "broader"),
    ("responsibility", "responsibility"): term("skos", "broader"),
    ("profile", "role"): ecg("narrowsRole"),
}
_NEEDS = {*_NODES, "responsibility", "activity"}


# Fields of a document that describe the framework.
_OF_DOCUMENT = ("identifier", "uri", "title", "creator", "language", "licenseURI", "version", "publisher")
_OF_VERSION = ("caseVersion", "CFPackageURI", "lastChangeDateTime")
_ITEMS, _ASSOCIATIONS, _RUBRICS = "CFItems", "CFAssociations", "CFRubrics"
# Types of associations of version 1.1 that state a requirement, and its importance.
_EXTENDED = {
    # Here the importance is in the grouping.
    "ext:requires": "",
    **dict.fromkeys(("ext:requiresEssential", "ext:essential"), "essential"),
    **dict.fromkeys(("ext:recommends", "ext:requiresOptional", "ext:optional"), "optional"),
}
_REQUIRED_LEVEL = "ext:requiredLevel"
_PROFICIENCY = "ext:proficiency"
# Prefixes of notes in which the exporter repeats the level for people.
_LEVEL_NOTES = ("Required level: ", "Required proficiency: ")
_MAPPED = {f"ext:{it}": it for it in ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")}
_MAPPED["exactMatchOf"] = "exactMatch"


def read(path: Path, options: ImportOptions, problems: Problems) -> Reading:
    """Read items and associations; fields and associations that the model cannot hold are counted.

    An exact match with something outside the package becomes a mapping; other associations with it are counted.
    """
    package = _checked(read_json_file(path), str(path))
    place = f"{path.name}: CFDocument"
    try:
        reader = _Case(path.name, package["CFDocument"], options, problems)
        reader.rest(package)
        for number, item in enumerate(package.get(_ITEMS) or [], start=1):
            place = f"{path.name}: item {number}"
            reader.item(place, item)
        problems.close()
        place = f"{path.name}: {_RUBRICS}"
        reader.rubrics(package.get(_RUBRICS) or [])
        for number, association in enumerate(package.get(_ASSOCIATIONS) or [], start=1):
            place = f"{path.name}: association {number}"
            reader.association(place, association)
    except KeyError as error:
        raise FrameworkError(path.name, [f"{place}: there is no {error.args[0]}, which CASE requires"]) from None
    except (TypeError, AttributeError):
        what = "has a value of another type than CASE 1.0 and 1.1 require; check it with the CASE schema"
        raise FrameworkError(path.name, [f"{place}: {what}"]) from None
    return reader.reading()


def _checked(package: object, path: str) -> dict[str, Any]:
    """Return a package without the wrapper that some servers add; raise if the structure is not that of a package."""
    if isinstance(package, dict) and "CFDocument" not in package:
        package = package.get("CFPackage")
    if not isinstance(package, dict) or not isinstance(package.get("CFDocument"), dict):
        raise SourceError(path, "is not a CASE package: there is no CFDocument, with the title of the framework")
    for name in (_ITEMS, _ASSOCIATIONS, _RUBRICS):
        found = package.get(name) or []
        if not isinstance(found, list) or not all(isinstance(it, dict) for it in found):
            raise SourceError(path, f"is not a CASE package: {name} is not a list of objects")
    return package


class _Case:
    def __init__(self, part: str, document: dict[str, object], options: ImportOptions, problems: Problems) -> None:
        self._part = part
        self._document = document
        self._problems = problems
        self._base = options.base
        self._language = options.language or str(document.get("language") or "en")
        self._items = ItemReader(part, self._language, problems)
        self._lines: list[str] = []
        self._roles: dict[str, str] = {}
        self._declared: set[str] = set()
        # Importance by holder and skill, with required level and note, if any.
        self._needs: dict[tuple[str, str], str] = {}
        self._asked: dict[tuple[str, str], list[str]] = {}
        self._rubrics = RubricReader(part, self._base, self._language, problems)

    def reading(self) -> Reading:
        """Read the source, and return its triples, metadata and account."""
        for (holder, skill), importance in self._needs.items():
            self._require(holder, skill, importance)
        license_ = self._document.get("licenseURI")
        return Reading(
            lines=self._items.lines + self._lines,
            title=str(self._document.get("title", "")),
            version=str(self._document.get("version", "")),
            publisher=str(self._document.get("publisher", "")),
            language=self._language,
            license=license_["uri"] if isinstance(license_, dict) and is_iri(str(license_.get("uri"))) else "",
            attribution=str(self._document.get("creator", "")),
            places=self._items.places,
        )

    def rest(self, package: dict[str, object]) -> None:
        """Count the content of the package other than items and associations."""
        account = self._problems.account
        for name, value in self._document.items():
            if value not in EMPTY:
                account.find(f"{self._part}: CFDocument", "fields")
                if name in _OF_DOCUMENT:
                    account.read(f"{self._part}: CFDocument", "fields")
                else:
                    reason = f"{name} has no place in the catalog"
                    account.leave(f"{self._part}: CFDocument", "fields", reason, expected=name in _OF_VERSION)
        for name, value in package.items():
            if name not in {"CFDocument", _ITEMS, _ASSOCIATIONS, _RUBRICS} and value not in EMPTY:
                # Definitions are lists by kind.
                lists = value.values() if isinstance(value, dict) else [value]
                count = sum(len(it) if isinstance(it, list) else 1 for it in lists)
                account.find(f"{self._part}: {name}", "entries", count)
                expected = name == "CFDefinitions"
                account.leave(f"{self._part}: {name}", "entries", "no place in the model", count, expected=expected)

    def item(self, where: str, item: dict[str, object]) -> None:
        """Read an item."""
        self._items.read(where, item)

    def rubrics(self, rubrics: list[dict[str, object]]) -> None:
        """Read rubrics."""
        self._lines += self._rubrics.read(rubrics, self._skill_of)
        skills = {it: scale for it, scale in self._items.scales.items() if self._items.kinds[it] == "skill"}
        self._lines += self._rubrics.used(skills)

    def _skill_of(self, link: Mapping[str, str]) -> str:
        uri = self._end(dict(link))
        return uri if self._items.kinds.get(uri) == "skill" else ""

    # ------------------------------------------------------------------ associations

    def association(self, where: str, association: dict[str, dict[str, str]]) -> None:
        """Read an association."""
        account, kinds = self._problems.account, self._items.kinds
        account.find(self._part, "associations")
        origin = self._end(association["originNodeURI"])
        target = self._end(association["destinationNodeURI"])
        name = str(association["associationType"])
        if not (is_iri(origin) and is_iri(target)):
            wrong = target if is_iri(origin) else origin
            self._problems.add(where, f'"{wrong}" is not an absolute IRI, such as https://example.org/1')
        elif target == self._own_uri() and name == "isChildOf" and origin in kinds:
            # This association only says that the item is in the framework.
            account.read(self._part, "associations")
        elif origin == target:
            account.leave(self._part, "associations", "from an item to itself")
        elif reason := self._add(name, origin, target, association):
            account.leave(self._part, "associations", reason)
        else:
            account.read(self._part, "associations")

    def _own_uri(self) -> str:
        return str(self._document.get("uri") or f"urn:uuid:{self._document.get('identifier')}")

    def _end(self, link: dict[str, str]) -> str:
        """Return the IRI of an end of an association, which registries may give in another form."""
        uri = str(link.get("uri") or "")
        if uri in self._items.kinds:
            return uri
        own = self._own_uri()
        identifier = str(link.get("identifier") or "") or uri.removeprefix("urn:uuid:")
        if uri.rstrip("/") == own.rstrip("/") or identifier == self._document.get("identifier"):
            return own
        slashless = uri.rstrip("/")
        return self._items.uris.get(identifier) or (slashless if slashless in self._items.kinds else uri)

    def _add(self, name: str, origin: str, target: str, association: dict[str, dict[str, str]]) -> str:
        """Add the triples of an association; return the reason if there are none."""
        own = self._items.kinds
        if origin not in own or target not in own:
            return self._map(_MAPPED.get(name, ""), name, origin, target)
        kinds = (own[origin], own[target])
        if name in {"isRelatedTo", *_EXTENDED} and kinds[0] in _NEEDS and kinds[1] == "skill":
            self._ask(origin, target, association)
            return self._need(origin, target, association.get("CFAssociationGroupingURI") or {}, name)
        if name in {"precedes", "isPeerOf", "isRelatedTo"} and set(kinds) <= set(_NODES):
            return self._transition(name, origin, target, _note(association))
        properties = {
            "isRelatedTo": _RELATED.get(kinds),
            "isChildOf": _CHILD.get(kinds),
            "precedes": ecg("nextLevel") if kinds == ("level", "level") else None,
            "hasSkillLevel": ecg("atLevel") if kinds == ("profile", "level") else None,
            "exactMatchOf": term("skos", "exactMatch"),
        }
        found = properties.get(name)
        if found is None:
            return f"{name} from {kinds[0]} to {kinds[1]} has no place in the model"
        if kinds == ("profile", "role"):
            self._roles[origin] = target
        self._lines.append(f"{iri(origin)} {found} {iri(target)} .\n")
        return ""

    def _map(self, match: str, name: str, origin: str, target: str) -> str:
        """Add a mapping to something outside the package; return the reason if there is none."""
        own = self._items.kinds
        if own.keys().isdisjoint((origin, target)):
            return f"{name} has both ends outside the package"
        inward = target in own and match != "exactMatch"
        if not match or inward or self._own_uri() in (origin, target):
            return f"{name} has an end outside the package"
        inside, outside = (origin, target) if origin in own else (target, origin)
        self._lines.append(f"{iri(inside)} {term('skos', match)} {iri(outside)} .\n")
        return ""

    def _ask(self, holder: str, skill: str, association: dict[str, Any]) -> None:
        """Record the required level from an extension of version 1.1, and the note of the association."""
        asked = self._asked.setdefault((holder, skill), [])
        extensions = association.get("extensions")
        extensions = extensions if isinstance(extensions, dict) else {}
        wanted = extensions.get(_REQUIRED_LEVEL)
        key = str(wanted.get("uri") if isinstance(wanted, dict) else wanted or "")
        level = self._rubrics.levels.get(key)
        if level:
            asked.append(f"{ecg('requiredLevel')} {iri(level)}")
        elif key:
            self._problems.note(f"{self._part}: {_REQUIRED_LEVEL} {key} is not a level of any rubric, and was left out")
        degree = extensions.get(_PROFICIENCY)
        if isinstance(degree, int | float) and not isinstance(degree, bool) and 0 < degree <= 1:
            asked.append(f'{ecg("proficiency")} "{Decimal(str(degree)):f}"^^{term("xsd", "decimal")}')
        elif degree is not None:
            reason = f"{_PROFICIENCY} {degree!r} is not a number above 0 and up to 1, and was left out"
            self._problems.note(f"{self._part}: {reason}")
        if (note := _note(association)) and not (extensions and note.startswith(_LEVEL_NOTES)):
            asked.append(f"{term('skos', 'note')} {literal(note, self._language)}")

    def _need(self, holder: str, skill: str, grouping: dict[str, str], name: str) -> str:
        """Record a requirement; a repeated one is essential if either is. Return whether it is repeated."""
        group = slug_of(str(grouping.get("uri") or "")).lower()
        if group not in {"essential", "optional"}:
            group = str(grouping.get("title") or "").strip().lower()
        importance = _EXTENDED.get(name, "")
        if group not in {"essential", "optional"} and name not in _EXTENDED:
            self._problems.note("requirements without an importance were read as essential")
        importance = importance or ("optional" if group == "optional" else "essential")
        repeated = (holder, skill) in self._needs
        if self._needs.get((holder, skill)) != "essential":
            self._needs[holder, skill] = importance
        return "a repeated requirement" if repeated else ""

    def _require(self, holder: str, skill: str, importance: str) -> None:
        requirement = self._minted("requirement", holder, skill)
        self._lines += requirement_lines(requirement, holder, skill, importance)
        self._lines += (f"{iri(requirement)} {it} .\n" for it in dict.fromkeys(self._asked.get((holder, skill), ())))

    def _transition(self, name: str, origin: str, target: str, note: str) -> str:
        within = self._roles.get(origin, origin) == self._roles.get(target, target)
        kind = {"precedes": "level-up" if within else "promotion", "isPeerOf": "specialization-change"}.get(
            name, RELATED
        )
        if kind == "specialization-change" and not within:
            kind = RELATED
        if kind == RELATED and RELATED not in self._declared:
            self._declared.add(RELATED)
            self._lines += declaration(RELATED)
        transition = self._minted("transition", origin, target)
        self._lines += transition_lines(transition, origin, target, kind)
        if note:
            self._lines.append(f"{iri(transition)} {term('skos', 'note')} {literal(note, self._language)} .\n")
        return ""

    def _minted(self, kind: str, one: str, other: str) -> str:
        return f"{self._base}{kind}/{slug_of(one)}--{slug_of(other)}"


def _note(association: Mapping[str, Any]) -> str:
    note = association.get("notes")
    return note.strip() if isinstance(note, str) else ""
