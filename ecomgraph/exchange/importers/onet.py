"""Read the O*NET database: a folder of its Excel or text files. docs/frameworks.md says what becomes what, and why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecomgraph.errors import SourceError
from ecomgraph.exchange.importers.distinct_labels import told_apart
from ecomgraph.exchange.importers.import_options import Reading, SourceKind
from ecomgraph.exchange.importers.kinds import RELATED, declaration
from ecomgraph.exchange.importers.ntriples_text import A, decimal, ecg, integer, iri, literal, term
from ecomgraph.exchange.importers.sheets import read_text_table, read_workbook, text_of
from ecomgraph.store.parse import read_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from ecomgraph.exchange.importers.detect import Source
    from ecomgraph.exchange.importers.import_options import ImportOptions
    from ecomgraph.exchange.importers.problems import Problems
    from ecomgraph.exchange.importers.sheets import Sheet

__all__ = ["ESSENTIAL", "KIND", "OPTIONAL", "read"]

# On the scale of importance, from 1 to 5: "important" begins at 3. The scale of level goes from 0 to 7.
ESSENTIAL, OPTIONAL = 3.0, 2.5
TOP_LEVEL = 7
OCCUPATION = "https://www.onetonline.org/link/summary/"
ELEMENT = "https://www.onetonline.org/find/descriptor/result/"
LICENSE = "https://creativecommons.org/licenses/by/4.0/"
_PUBLISHER = "U.S. Department of Labor, Employment and Training Administration"
_ATTRIBUTION = (
    f"Includes information from the {{title}} by the {_PUBLISHER}"
    " (USDOL/ETA), used under the CC BY 4.0 license. O*NET is a trademark of USDOL/ETA. The information was converted"
    " and selected; USDOL/ETA has not approved, endorsed, or tested these modifications."
)
_PREPARATION = ("little or no", "some", "medium", "considerable", "extensive")
_CODE = "O*NET-SOC Code"
_ELEMENT = re.compile(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)*")
_BLANK = {"", "n/a"}


def _fits(source: Source) -> bool:
    return bool({"occupation data.xlsx", "occupation data.txt"} & {file.name.lower() for file in source.files})


KIND = SourceKind(
    name="onet",
    what="O*NET: a folder of its Excel or text files",
    folder=True,
    published=True,
    holds="O*NET's 'Occupation Data'",
    fits=_fits,
)


def read(path: Path, options: ImportOptions, problems: Problems) -> Reading:
    """Read occupations, what they need, how they are related, their job zones and their other titles.

    Only ``Occupation Data`` has to be there. Ratings that O*NET recommends to suppress, or calls not relevant, are not
    taken for requirements; each kind of thing left out is counted in a note.
    """
    return _Onet(path, options, problems, options.base).read()


class _Onet:
    def __init__(self, folder: Path, options: ImportOptions, problems: Problems, base: str) -> None:
        self._folder = folder
        self._options = options
        self._problems = problems
        self._base = base
        self._lines: list[str] = []
        self._titles: dict[str, str] = {}

    def read(self) -> Reading:
        """Return everything."""
        self._occupations()
        self._other_titles()
        self._ratings()
        self._zones()
        self._relations()
        self._problems.close()
        title = _release(self._folder)
        return Reading(
            lines=self._lines,
            title=title,
            version="".join(re.findall(r"[0-9.]+", title)),
            publisher=_PUBLISHER,
            language="en",
            license=LICENSE,
            attribution=_ATTRIBUTION.format(title=title),
        )

    def _sheet(self, name: str, *, required: bool = False) -> Sheet | None:
        """Return a table of the database; the text files have the same columns but for titles and scale names."""
        book, text = self._folder / f"{name}.xlsx", self._folder / f"{name}.txt"
        if book.is_file() and text.is_file():
            raise SourceError(str(self._folder), f"has both {book.name} and {text.name}; remove one of them")
        if text.is_file():
            return read_text_table(text, self._problems, encoding=self._options.encoding, quoted=False)
        if book.is_file():
            for _, sheet in read_workbook(book, self._problems, max_size=self._options.max_size):
                return sheet
        if required:
            raise SourceError(str(self._folder), f"has no {book.name} and no {text.name}")
        self._problems.note(f"{name} is not in the folder, so nothing was read from it")
        return None

    def _known(self, code: str, where: str) -> bool:
        if code not in self._titles:
            self._problems.add(where, f'occupation "{code}" is not in Occupation Data')
        return code in self._titles

    # ------------------------------------------------------------------ occupations

    def _occupations(self) -> None:
        sheet = self._sheet("Occupation Data", required=True)
        assert sheet is not None
        code_at, title_at, description_at = sheet.positions(_CODE, "Title", "Description")
        label, definition, notation = term("skos", "prefLabel"), term("skos", "definition"), term("skos", "notation")
        kind = ecg("Role")
        for line, row in sheet.rows:
            code, title = text_of(row[code_at]).strip(), text_of(row[title_at]).strip()
            if not re.fullmatch(r"\d\d-\d{4}\.\d\d", code) or not title or code in self._titles:
                what = "is there twice" if code in self._titles else "is not an O*NET-SOC code with a title"
                self._problems.add(f"{sheet.where}:{line}", f'"{code}" {what}')
                continue
            self._titles[code] = title
            subject = iri(OCCUPATION + code)
            self._lines += (
                f"{subject} {A} {kind} .\n",
                f"{subject} {label} {literal(title, 'en')} .\n",
                f"{subject} {notation} {literal(code)} .\n",
            )
            if description := text_of(row[description_at]).strip():
                self._lines.append(f"{subject} {definition} {literal(description, 'en')} .\n")

    def _other_titles(self) -> None:
        sheet = self._sheet("Alternate Titles")
        if sheet is None:
            return
        code_at, alternate_at, short_at = sheet.positions(_CODE, "Alternate Title", "Short Title")
        predicate = term("skos", "altLabel")
        for line, row in sheet.rows:
            code = text_of(row[code_at])
            if not self._known(code, f"{sheet.where}:{line}"):
                continue
            for at in (alternate_at, short_at):
                name = " ".join(text_of(row[at]).split())
                if name not in _BLANK and name != self._titles[code]:
                    self._lines.append(f"{iri(OCCUPATION + code)} {predicate} {literal(name, 'en')} .\n")

    # ------------------------------------------------------------------ skills and knowledge

    def _ratings(self) -> None:
        sheets = {kind: self._sheet(name) for kind, name in (("skill", "Skills"), ("knowledge", "Knowledge"))}
        ratings = {kind: _Ratings(sheet, self._problems) for kind, sheet in sheets.items() if sheet is not None}
        named = {element: (name, kind) for kind, it in ratings.items() for element, name in it.elements.items()}
        labels = told_apart(named)
        for element, (name, kind) in sorted(named.items()):
            self._skill(element, name, kind, labels[element])
        for rated in ratings.values():
            self._requirements(rated)

    def _skill(self, element: str, name: str, kind: str, label: str) -> None:
        subject = iri(ELEMENT + element)
        self._lines += (
            f"{subject} {A} {ecg('Skill')} .\n",
            f"{subject} {term('skos', 'prefLabel')} {literal(label, 'en')} .\n",
            f"{subject} {term('skos', 'notation')} {literal(element)} .\n",
            f"{subject} {ecg('skillType')} {term('skill-type', kind)} .\n",
        )
        if label != name:
            self._lines.append(f"{subject} {term('skos', 'altLabel')} {literal(name, 'en')} .\n")

    def _requirements(self, rated: _Ratings) -> None:
        held, required, importance, proficiency = map(
            ecg, ("hasSkillRequirement", "requiredSkill", "importance", "proficiency")
        )
        kind_of, degrees = ecg("SkillRequirement"), [term("importance", it) for it in ("optional", "essential")]
        low = suppressed = irrelevant = 0
        for (code, element), (value, is_suppressed, line) in rated.importance.items():
            if not self._known(code, f"{rated.where}:{line}"):
                continue
            level, level_suppressed, is_irrelevant = rated.level.get((code, element), (None, False, False))
            is_irrelevant = is_irrelevant or (level == 0 and not level_suppressed)
            if is_suppressed or is_irrelevant or value < OPTIONAL:
                suppressed += is_suppressed
                irrelevant += is_irrelevant and not is_suppressed
                low += value < OPTIONAL and not is_irrelevant and not is_suppressed
                continue
            subject = iri(f"{self._base}requirement/{code}--{element}")
            self._lines += (
                f"{iri(OCCUPATION + code)} {held} {subject} .\n",
                f"{subject} {A} {kind_of} .\n",
                f"{subject} {required} {iri(ELEMENT + element)} .\n",
                f"{subject} {importance} {degrees[value >= ESSENTIAL]} .\n",
            )
            if level is not None and not level_suppressed:
                self._lines.append(f"{subject} {proficiency} {decimal(f'{level / TOP_LEVEL:.4f}')} .\n")
        self._problems.note(
            f"{rated.where}: of {len(rated.importance)} ratings of importance, {low} below {OPTIONAL},"
            f" {suppressed} that O*NET recommends to suppress, and {irrelevant} not relevant make no requirement"
        )

    # ------------------------------------------------------------------ job zones and related occupations

    def _zones(self) -> None:
        sheet = self._sheet("Job Zones")
        if sheet is None:
            return
        code_at, zone_at = sheet.positions(_CODE, "Job Zone")
        used: set[int] = set()
        predicate = ecg("hasLevel")
        for line, row in sheet.rows:
            code, zone = text_of(row[code_at]), text_of(row[zone_at])
            where = f"{sheet.where}:{line}"
            if zone not in {"1", "2", "3", "4", "5"}:
                self._problems.add(where, f'job zone "{zone}" is not a number from 1 to 5')
            elif self._known(code, where):
                used.add(int(zone))
                self._lines.append(f"{iri(OCCUPATION + code)} {predicate} {iri(self._zone(int(zone)))} .\n")
        for number in sorted(used):
            subject = iri(self._zone(number))
            definition = f"The job zone of occupations for which {_PREPARATION[number - 1]} preparation is needed."
            self._lines += (
                f"{subject} {A} {ecg('ExperienceLevel')} .\n",
                f"{subject} {term('skos', 'prefLabel')} {literal(f'Job zone {number}', 'en')} .\n",
                f"{subject} {term('skos', 'definition')} {literal(definition, 'en')} .\n",
                f"{subject} {ecg('rank')} {integer(number)} .\n",
            )

    def _zone(self, number: int) -> str:
        return f"{self._base}level/job-zone-{number}"

    def _relations(self) -> None:
        sheet = self._sheet("Related Occupations")
        if sheet is None:
            return
        code_at, other_at, tier_at, index_at = sheet.positions(
            _CODE, "Related O*NET-SOC Code", "Relatedness Tier", "Index"
        )
        kind_of, kind, related = ecg("Transition"), ecg("transitionKind"), term("transition-kind", RELATED)
        start, end, note = ecg("transitionFrom"), ecg("transitionTo"), term("skos", "note")
        self._lines += declaration(RELATED)
        for line, row in sheet.rows:
            code, other = text_of(row[code_at]), text_of(row[other_at])
            where = f"{sheet.where}:{line}"
            if not (self._known(code, where) and self._known(other, where)) or code == other:
                continue
            subject = iri(f"{self._base}transition/{code}--{other}")
            rank = f"{text_of(row[tier_at])}, {text_of(row[index_at])}"
            self._lines += (
                f"{subject} {A} {kind_of} .\n",
                f"{subject} {start} {iri(OCCUPATION + code)} .\n",
                f"{subject} {end} {iri(OCCUPATION + other)} .\n",
                f"{subject} {kind} {related} .\n",
                f"{subject} {note} {literal(rank, 'en')} .\n",
            )


class _Ratings:
    """The ratings of one table, by occupation and element: how important, and at which level."""

    def __init__(self, sheet: Sheet, problems: Problems) -> None:
        self.where = sheet.where
        self.elements: dict[str, str] = {}
        self.importance: dict[tuple[str, str], tuple[float, bool, int]] = {}
        self.level: dict[tuple[str, str], tuple[float, bool, bool]] = {}
        code_at, element_at, name_at, scale_at, value_at, suppress_at, relevant_at = sheet.positions(
            _CODE, "Element ID", "Element Name", "Scale ID", "Data Value", "Recommend Suppress", "Not Relevant"
        )
        for line, row in sheet.rows:
            code, element = text_of(row[code_at]), text_of(row[element_at])
            value = _rating(row[value_at])
            if value is None:
                problems.add(
                    f"{sheet.where}:{line}", f'Data Value "{row[value_at]}" is not a number from 0 to {TOP_LEVEL}'
                )
                continue
            if not _ELEMENT.fullmatch(element):
                problems.add(f"{sheet.where}:{line}", f'Element ID "{element}" is not an ID such as 2.A.1.e')
                continue
            if row[scale_at] == "IM":
                self.importance[code, element] = (value, row[suppress_at] == "Y", line)
                self.elements[element] = str(row[name_at])
            elif row[scale_at] == "LV":
                self.level[code, element] = (value, row[suppress_at] == "Y", row[relevant_at] == "Y")


def _rating(cell: object) -> float | None:
    try:
        value = float(cell)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return value if 0 <= value <= TOP_LEVEL else None


def _release(folder: Path) -> str:
    """Return the title with the release, which stands in the read-me file."""
    for file in folder.glob("[Rr]ead*[Mm]e*.txt"):
        found = re.search(r"O\*NET\W? [0-9]+(?:\.[0-9]+)? Database", read_bytes(file).decode(errors="replace"))
        if found:
            return found.group()
    return "O*NET Database"
