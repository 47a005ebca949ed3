"""Read mappings from an SSSOM table or SSSOM's JSON; SSSOM's RDF is read like other RDF."""

from __future__ import annotations

import csv
import io
import math
import re
from typing import TYPE_CHECKING, Any

import yaml

from ecomgraph.errors import FrameworkError, SourceError
from ecomgraph.exchange.importers.import_options import Reading, SourceKind
from ecomgraph.exchange.importers.json_text import read_json_file
from ecomgraph.exchange.importers.ntriples_text import A, iri, is_iri, literal, term
from ecomgraph.exchange.importers.sheets import decode
from ecomgraph.namespace import PREFIXES
from ecomgraph.reading.names import short_digest
from ecomgraph.spelling import counted
from ecomgraph.store.mapping_axioms import MATCHES
from ecomgraph.store.parse import read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from ecomgraph.exchange.importers.detect import Source
    from ecomgraph.exchange.importers.import_options import ImportOptions
    from ecomgraph.exchange.importers.problems import Problems

__all__ = ["KIND", "read"]

_NEEDED = ("subject_id", "predicate_id", "object_id")
# Built-in prefixes of SSSOM.
_BUILT_IN = {
    **{it: PREFIXES[it] for it in ("owl", "rdf", "rdfs", "skos", "sssom")},
    "semapv": "https://w3id.org/semapv/vocab/",
}
_SKOS, _SSSOM = PREFIXES["skos"], PREFIXES["sssom"]
_CURIE = re.compile(r"([A-Za-z_][\w.-]*):(?!//)(.*)")
# Further columns that are read.
_TEXTS = ("subject_label", "object_label", "comment")
_HEAD = 1 << 18
# The maximum size of the metadata of a table, usually a few lines and one per prefix.
_MOST = 1 << 17
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _fits(source: Source) -> bool:
    if source.name.lower().endswith((".sssom.tsv", ".sssom.csv")):
        return True
    with source.path.open("rb") as file:
        head = file.read(_HEAD).decode("utf-8", "replace")
    if head.lstrip("\ufeff \t\r\n").startswith("{"):
        return '"mapping_set_id"' in head or '"MappingSet"' in head
    return any(all(it in line for it in _NEEDED) for line in head.splitlines())


KIND = SourceKind(
    name="sssom",
    what="SSSOM: mappings as a table (TSV, CSV) or JSON",
    fits=_fits,
    refines=("jsonld", "case", "json", "matrix"),
)


def read(path: Path, options: ImportOptions, problems: Problems) -> Reading:
    """Read mappings with the relations of SKOS, each with its justification and confidence.

    Negated mappings (``predicate_modifier`` Not), those to no term, and other relations are left out and counted.
    """
    head, rows = (
        _json(path)
        if read_bytes(path).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
        else _table(path, options, problems)
    )
    prefixes = _prefixes(head)
    reader = _Sssom(path.name, prefixes, problems)
    lines = [line for where, row in rows for line in reader.row(where, row)]
    return Reading(
        lines=lines,
        title=_of_head(head, "mapping_set_title", "mapping_set_id"),
        version=_of_head(head, "mapping_set_version"),
        license=reader.expanded(_of_head(head, "license")) or "",
    )


_Row = tuple[str, "Mapping[str, Any]"]


def _table(path: Path, options: ImportOptions, problems: Problems) -> tuple[Mapping[str, Any], list[_Row]]:
    where = path.name
    text = decode(read_bytes(path), where, options.encoding, problems)
    lines = text.splitlines(keepends=True)
    count = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    head = _yaml("".join(re.sub("^# ?", "", line) for line in lines[:count]), where)
    body = "".join(lines[count:])
    first = body.partition("\n")[0]
    delimiter = "\t" if "\t" in first else ","
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    rows: list[_Row] = []
    header: list[str] = []
    try:
        for cells in reader:
            line = count + reader.line_num
            if not any(map(str.strip, cells)):
                continue
            if not header:
                header = [it.strip() for it in cells]
            elif len(cells) > len(header):
                what = f"{counted(len(cells), 'cells')}, but the header has {len(header)}"
                problems.add(f"{where}:{line}", f"{what}; put texts with the separator in quotation marks")
            else:
                rows.append((f"{where}:{line}", dict(zip(header, cells, strict=False))))
    except csv.Error as error:
        problems.add(f"{where}:{count + reader.line_num}", f"{error}; check the quotation marks from here on")
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        raise FrameworkError(where, [f"{where}:{count + 1}: there is no column {name!r}" for name in missing])
    return head, rows


def _yaml(text: str, where: str) -> Mapping[str, Any]:
    if len(text) > _MOST:
        reason = f"the lines that begin with # have {len(text)} characters, more than {_MOST}"
        raise FrameworkError(where, [f"{where}:1: {reason}; keep curie_map, mapping_set_id, title and license"])
    try:
        head = yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{where}:{mark.line + 1}" if mark else where
        reason = "the lines that begin with # are not YAML; separate names and values with a colon and a space"
        raise FrameworkError(where, [f"{place}: {reason}"]) from None
    return head if isinstance(head, dict) else {}


def _of_head(head: Mapping[str, Any], *names: str) -> str:
    """Return the first value in the metadata that is a text or a number."""
    found = (head.get(name) for name in names)
    return next((str(it) for it in found if isinstance(it, str | int | float) and it), "")


def _json(path: Path) -> tuple[Mapping[str, Any], list[_Row]]:
    value = read_json_file(path)
    found = value.get("mappings")
    if not isinstance(found, list) or not all(isinstance(it, dict) for it in found):
        raise SourceError(str(path), "is not SSSOM's JSON: it has no list of 'mappings'")
    return value, [(f"{path.name}: mapping {number}", row) for number, row in enumerate(found, start=1)]


def _prefixes(head: Mapping[str, Any]) -> dict[str, str]:
    given = head.get("curie_map") or head.get("@context") or {}
    own = given.items() if isinstance(given, dict) else ()
    whole = ((name, value.get("@id") if isinstance(value, dict) else value) for name, value in own)
    found = {name: value for name, value in whole if isinstance(name, str) and isinstance(value, str)}
    return {**found, **_BUILT_IN}


class _Sssom:
    def __init__(self, part: str, prefixes: Mapping[str, str], problems: Problems) -> None:
        self._part = part
        self._prefixes = prefixes
        self._problems = problems
        self._seen: set[tuple[str, str, str]] = set()

    def expanded(self, text: str) -> str | None:
        """Return the IRI for an IRI or a CURIE; ``None`` if it is neither."""
        found = _CURIE.fullmatch(text)
        whole = self._prefixes[found[1]] + found[2] if found and found[1] in self._prefixes else text
        return whole if is_iri(whole) and (whole != text or "://" in text or text.startswith("urn:")) else None

    def row(self, where: str, row: Mapping[str, Any]) -> Iterator[str]:
        """Yield the triples of a mapping, and count it."""
        account, part = self._problems.account, self._part
        account.find(part, "mappings")
        if reason := self._why_not(row):
            account.leave(part, "mappings", reason)
            return
        given = [str(row.get(name) or "").strip() for name in _NEEDED]
        iris = [self.expanded(it) for it in given]
        for name, text, found in zip(_NEEDED, given, iris, strict=True):
            if found is None:
                self._problems.add(where, f'{name} "{text}" is {self._wrong(text)}')
        confidence = self._confidence(where, row)
        source, relation, target = (it or "" for it in iris)
        if not all(iris):
            return
        if relation.removeprefix(_SKOS) not in MATCHES:
            account.leave(part, "mappings", f"by {given[1]}, which is not a SKOS mapping relation")
        elif source == target:
            account.leave(part, "mappings", "from a thing to itself")
        elif (source, relation, target) in self._seen:
            account.leave(part, "mappings", "repeated")
        else:
            self._seen.add((source, relation, target))
            account.read(part, "mappings")
            yield from self._said(row, (source, relation, target), confidence)

    def _wrong(self, text: str) -> str:
        found = _CURIE.fullmatch(text)
        if not text:
            return "empty; every mapping needs one"
        if found and found[1] not in self._prefixes:
            return f"not an IRI: the prefix {found[1]} is not in the curie_map; add it there"
        return "neither an IRI nor a CURIE, such as esco:1 with the prefix esco in the curie_map"

    def _why_not(self, row: Mapping[str, Any]) -> str:
        modifier = str(row.get("predicate_modifier") or "").strip()
        if modifier.rpartition(":")[2].lower() in {"not", "negatedpredicate"}:
            return "negated by predicate_modifier Not"
        if modifier:
            return f"with the unknown predicate_modifier {modifier}"
        ends = [str(row.get(name) or "").strip() for name in ("subject_id", "object_id")]
        if any(it in {"sssom:NoTermFound", f"{_SSSOM}NoTermFound"} for it in ends):
            return "to no term, as none was found"
        return ""

    def _confidence(self, where: str, row: Mapping[str, Any]) -> float | None:
        text = str(row.get("confidence") if row.get("confidence") is not None else "").strip()
        try:
            number = float(text) if text else None
        except ValueError:
            number = math.nan
        if number is not None and not 0 <= number <= 1:
            self._problems.add(where, f'confidence "{text}" is not a number from 0 to 1, such as 0.9')
            return None
        return number

    def _said(self, row: Mapping[str, Any], ends: tuple[str, str, str], confidence: float | None) -> Iterator[str]:
        source, relation, target = map(iri, ends)
        yield f"{source} {relation} {target} .\n"
        axiom = f"_:m{short_digest(' '.join(ends))}"
        yield f"{axiom} {A} {term('owl', 'Axiom')} .\n"
        for name, end in (("Source", source), ("Property", relation), ("Target", target)):
            yield f"{axiom} {term('owl', f'annotated{name}')} {end} .\n"
        justification = self.expanded(str(row.get("mapping_justification") or "semapv:UnspecifiedMatching").strip())
        if justification:
            yield f"{axiom} {iri(_SSSOM + 'mapping_justification')} {iri(justification)} .\n"
        if confidence is not None:
            yield f'{axiom} {iri(_SSSOM + "confidence")} "{confidence!r}"^^{term("xsd", "double")} .\n'
        for name in _TEXTS:
            text = row.get(name)
            if isinstance(text, str) and text.strip():
                property_ = term("rdfs", "comment") if name == "comment" else iri(_SSSOM + name)
                yield f"{axiom} {property_} {literal(text.strip())} .\n"
