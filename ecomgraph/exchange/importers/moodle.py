"""Read a competency framework in the CSV format of Moodle (``tool_lpimportcsv``), which ecomgraph also exports."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from ecomgraph.exchange.importers.import_options import Reading, SourceKind
from ecomgraph.exchange.importers.joining_lines import requirement_lines
from ecomgraph.exchange.importers.ntriples_text import A, ecg, integer, iri, is_iri, literal, term
from ecomgraph.exchange.importers.tool_table import has_header, minted, rows_of
from ecomgraph.schema import LINKS
from ecomgraph.spelling import counted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ecomgraph.exchange.importers.detect import Source
    from ecomgraph.exchange.importers.import_options import ImportOptions
    from ecomgraph.exchange.importers.problems import Problems
    from ecomgraph.exchange.importers.tool_table import Row

__all__ = ["KIND", "read"]

_PARENT, _ID, _NAME, _TEXT = "Parent ID number", "ID number", "Short name", "Description"
_SCALE, _SETTINGS, _RELATED = "Scale values", "Scale configuration", "Cross-referenced competency ID numbers"
_IS_FRAMEWORK = "Is framework"
_COLUMNS = (_PARENT, _ID, _NAME, _TEXT, _SCALE, _SETTINGS, _RELATED, _IS_FRAMEWORK)
_NEEDED = 3
# The groups in ecomgraph's own export, and the kinds of things in them.
_GROUP = re.compile(r"group-(role|responsibility|activity|skill)")
_CLASSES = {"role": "Role", "responsibility": "Responsibility", "activity": "Activity", "skill": "Skill"}
_WORK = {
    (kind, link.range[0]): link.iri
    for link in LINKS.values()
    if link.column in {"responsibilities", "activities"}
    for kind in link.domain
}
# Headings of lists in descriptions that are read.
_FULL, _ALSO, _SEE = "Full name", "Also called", "See also"


def _fits(source: Source) -> bool:
    return has_header(source, _PARENT, _ID)


KIND = SourceKind(name="moodle", what="Moodle: a competency framework (CSV)", fits=_fits, refines=("matrix",))


def read(path: Path, options: ImportOptions, problems: Problems) -> Reading:
    """Read competencies: from ecomgraph's own export with their original kinds, from others as skills.

    A cross-reference from a role, responsibility or activity to a skill is an essential requirement. Profiles are
    read as roles below their role, because Moodle does not say what narrows them.
    """
    return _Moodle(path, options, problems).read()


class _Moodle:
    def __init__(self, path: Path, options: ImportOptions, problems: Problems) -> None:
        self._problems, self._base, self._part = problems, options.base, path.name
        self._tag = options.language or "en"
        rows = list(rows_of(path, options, problems, _COLUMNS, _unread, needed=_NEEDED))
        self._framework = [row for _, row in rows if row.get(_IS_FRAMEWORK) == "1"]
        self._rows: dict[str, tuple[str, Row]] = {}
        for where, row in rows:
            if row in self._framework:
                continue
            number = row[_ID]
            if not number or not row.get(_NAME):
                problems.add(where, f"there is no {_NAME if number else _ID}; every competency needs one")
            elif number in self._rows:
                problems.add(where, f'the ID number "{number}" occurs twice; Moodle keeps the last one only')
            else:
                self._rows[number] = (where, row)
        self._own = any(map(_GROUP.fullmatch, self._rows))
        self._kinds = {number: self._kind(number) for number in self._rows if not self._is_group(number)}
        self._profiles = sum(it.startswith("profile-") for it in self._kinds) if self._own else 0

    def _is_group(self, number: str) -> bool:
        return self._own and bool(_GROUP.fullmatch(number))

    def _kind(self, number: str) -> str:
        kind = number.partition("-")[0]
        return {"profile": "role"}.get(kind, kind if kind in _CLASSES else "skill") if self._own else "skill"

    def read(self) -> Reading:
        """Read the source, and return its triples, metadata and account."""
        lines: dict[str, None] = {}
        for number, kind in self._kinds.items():
            where, row = self._rows[number]
            lines |= dict.fromkeys(self._thing(number, kind, row))
            lines |= dict.fromkeys(self._links(number, kind, where, row))
        scale = "" if self._own else self._settled_scale()
        lines |= dict.fromkeys(self._scale_lines(scale))
        if self._profiles:
            self._problems.note(f"{self._part}: {counted(self._profiles, 'profiles')} read as roles below their role")
        if any(kind != "skill" for kind in self._kinds.values()):
            self._problems.note("requirements have no importance, and were read as essential")
        title = self._framework[0][_NAME] if len(self._framework) == 1 else ""
        if len(self._framework) > 1:
            self._problems.add(self._part, f"{len(self._framework)} rows are frameworks; a file may have one; split it")
        places = {self._iri(number): self._rows[number][0] for number in self._kinds}
        return Reading(lines=list(lines), title=title, language=self._tag, places=places)

    def _iri(self, number: str) -> str:
        if self._own:
            kind, _, slug = number.partition("-")
            return (
                f"{self._base}{kind}/{slug}" if is_iri(f"{self._base}{kind}/{slug}") else minted(self._base, kind, slug)
            )
        return minted(self._base, "skill", number)

    def _thing(self, number: str, kind: str, row: Row) -> Iterator[str]:
        subject, tag = iri(self._iri(number)), self._tag
        parsed = _Description()
        parsed.feed(row.get(_TEXT, ""))
        parsed.close()
        label = next(iter(parsed.lists.pop(_FULL, [])), "") or _plain(row[_NAME])
        yield f"{subject} {A} {ecg(_CLASSES[kind])} .\n"
        yield f"{subject} {term('skos', 'prefLabel')} {literal(label, tag)} .\n"
        if parsed.text:
            yield f"{subject} {term('skos', 'definition')} {literal(parsed.text, tag)} .\n"
        if not self._own:
            yield f"{subject} {term('skos', 'notation')} {literal(number)} .\n"
        for name in parsed.lists.pop(_ALSO, []):
            if name != label:
                yield f"{subject} {term('skos', 'altLabel')} {literal(name, tag)} .\n"
        for target in parsed.lists.pop(_SEE, []):
            if is_iri(target):
                yield f"{subject} {term('skos', 'closeMatch')} {iri(target)} .\n"
        for heading, items in parsed.lists.items():
            part = f"{self._part}: descriptions"
            self._problems.account.find(part, "items", len(items))
            reason = f"{heading} is text only"
            self._problems.account.leave(part, "items", reason, len(items), expected=True)

    def _links(self, number: str, kind: str, where: str, row: Row) -> Iterator[str]:
        subject, parent = self._iri(number), row.get(_PARENT, "")
        known = parent in self._kinds
        if parent and not known and parent not in self._rows and parent not in {it[_ID] for it in self._framework}:
            self._problems.add(where, f'the parent "{parent}" is not an ID number in the file; Moodle drops such a row')
        elif known and parent != number and self._kinds[parent] == kind:
            yield f"{iri(subject)} {term('skos', 'broader')} {iri(self._iri(parent))} .\n"
        for other in (it.strip().replace("%2C", ",") for it in row.get(_RELATED, "").split(",") if it.strip()):
            if other not in self._kinds:
                self._problems.add(
                    where, f'the cross-reference "{other}" is not an ID number in the file; correct or remove it'
                )
            elif other not in {number, parent}:
                yield from self._related(number, other, (kind, self._kinds[other]))

    def _related(self, number: str, other: str, kinds: tuple[str, str]) -> Iterator[str]:
        one, two = self._iri(number), self._iri(other)
        above = {number: self._rows[other][1].get(_PARENT), other: self._rows[number][1].get(_PARENT)}
        if kinds in _WORK:
            yield f"{iri(one)} {iri(_WORK[kinds])} {iri(two)} .\n"
        elif kinds[0] != "skill" and kinds[1] == "skill":
            ident = "--".join(it.removeprefix("skill-") for it in map(_slug, (one, two)))
            yield from requirement_lines(f"{self._base}requirement/{ident}", one, two, "essential")
        elif kinds[0] == kinds[1] and number not in above.values() and other != above[number]:
            yield f"{iri(one)} {term('skos', 'related')} {iri(two)} .\n"

    # ------------------------------------------------------------------ the scale

    def _settled_scale(self) -> str:
        return next((row.get(_SCALE, "") for row in self._framework if row.get(_SCALE)), "")

    def _scale_lines(self, values: str) -> Iterator[str]:
        """Yield a scale of Moodle's rating values; a first value that is not proficient is not a level."""
        names = [" ".join(it.split()) for it in values.split(",") if it.strip()]
        if names and re.match(r"(?i)not\b|none\b", names[0]) and 1 not in self._proficient():
            names = names[1:]
        if len(names) < 2:
            return
        scale = minted(self._base, "proficiency-scale", "moodle")
        yield f"{iri(scale)} {A} {ecg('ProficiencyScale')} .\n"
        yield f"{iri(scale)} {term('skos', 'prefLabel')} {literal(', '.join(names), self._tag)} .\n"
        for rank, name in enumerate(names, start=1):
            subject = iri(minted(self._base, "proficiency-level", name))
            yield f"{subject} {A} {ecg('ProficiencyLevel')} .\n"
            yield f"{subject} {term('skos', 'prefLabel')} {literal(name, self._tag)} .\n"
            yield f"{subject} {term('skos', 'inScheme')} {iri(scale)} .\n"
            yield f"{subject} {ecg('rank')} {integer(rank)} .\n"

    def _proficient(self) -> set[int]:
        try:
            settings = json.loads(self._framework[0].get(_SETTINGS) or "[]") if self._framework else []
        except (ValueError, RecursionError):
            self._problems.add(self._part, f"the {_SETTINGS} of the framework is not JSON")
            return set()
        found = settings if isinstance(settings, list) else []
        return {
            it["id"] for it in found if isinstance(it, dict) and it.get("proficient") and isinstance(it.get("id"), int)
        }


def _unread(column: str) -> tuple[str, bool]:
    return f"{column or 'a column without a header'} has no place in the model", True


def _slug(subject: str) -> str:
    kind, name = subject.rstrip("/").rsplit("/", 2)[1:]
    return f"{kind}-{name}"


def _plain(text: str) -> str:
    parsed = _Description()
    parsed.feed(text)
    parsed.close()
    return " ".join(parsed.text.split()) or text


class _Description(HTMLParser):
    """The content of a description: its text, and the items of lists by their heading."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lists: dict[str, list[str]] = {}
        self._text: list[str] = []
        self._heading, self._tag = "", ""

    @property
    def text(self) -> str:
        """The text before the first heading, one line per paragraph."""
        lines = (" ".join(line.split()) for line in "".join(self._text).split("\n"))
        return "\n".join(line for line in lines if line)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        """Begin a heading, an item or a line."""
        if tag == "h4":
            self._heading = ""
        elif tag == "li" and self._heading:
            self.lists.setdefault(self._heading, []).append("")
        elif tag in {"br", "p", "div", "li", "tr"}:
            self._text.append("\n")
        self._tag = tag if tag in {"h4", "li"} else self._tag

    def handle_endtag(self, tag: str) -> None:
        """End a heading, an item or a line."""
        if tag == self._tag:
            self._tag = ""

    def handle_data(self, data: str) -> None:
        """Append a text."""
        if self._tag == "h4":
            self._heading += data.strip()
        elif self._heading and self._tag == "li" and self._heading in self.lists:
            self.lists[self._heading][-1] += data
        elif not self._heading:
            self._text.append(data)
