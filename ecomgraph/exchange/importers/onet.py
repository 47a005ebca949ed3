"""Read the O*NET database: a folder of its Excel or text files. docs/frameworks.md has the mapping and its reasons."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ecomgraph.errors import SourceError, UnknownNameError
from ecomgraph.exchange.importers.distinct_labels import told_apart
from ecomgraph.exchange.importers.import_options import Reading, SourceKind
from ecomgraph.exchange.importers.joining_lines import transition_lines
from ecomgraph.exchange.importers.kinds import RELATED, declaration
from ecomgraph.exchange.importers.ntriples_text import A, ecg, integer, iri, literal, term
from ecomgraph.exchange.importers.onet_groups import group_lines
from ecomgraph.exchange.importers.onet_ratings import ELEMENT, GRADING, OCCUPATION, RATED, Ratings
from ecomgraph.exchange.importers.onet_technologies import TECHNOLOGY, Technologies
from ecomgraph.exchange.importers.published_files import PublishedFiles
from ecomgraph.exchange.importers.sheets import read_text_table, read_workbook, text_of
from ecomgraph.store.parse import read_bytes

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from ecomgraph.exchange.importers.detect import Source
    from ecomgraph.exchange.importers.import_options import ImportOptions
    from ecomgraph.exchange.importers.problems import Problems
    from ecomgraph.exchange.importers.sheets import Sheet

__all__ = ["KIND", "read"]

LICENSE = "https://creativecommons.org/licenses/by/4.0/"
_PUBLISHER = "U.S. Department of Labor, Employment and Training Administration"
_ATTRIBUTION = (
    f"Includes information from the {{title}} by the {_PUBLISHER}"
    " (USDOL/ETA), used under the CC BY 4.0 license. O*NET is a trademark of USDOL/ETA. The information was converted"
    " and selected; USDOL/ETA has not approved, endorsed, or tested these modifications."
)
_PREPARATION = ("little or no", "some", "medium", "considerable", "extensive")
_CODE = "O*NET-SOC Code"
_RELATED = (_CODE, "Related O*NET-SOC Code", "Relatedness Tier", "Index")
_TASK = (_CODE, "Task ID", "Task", "Task Type")
# Optional tables by their part, which --include selects; without it, the default parts are read.
_BY_OPTION = {
    "Task Statements": "tasks",
    "Work Activities": "work-activities",
    "Technology Skills": "technologies",
    "Tools Used": "tools",
}
_DEFAULT = ("tasks", "work-activities")
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
    """Read occupations, requirements, related occupations, job zones and alternate titles.

    Only ``Occupation Data`` is required. Ratings that O*NET marks "recommend suppress" or "not relevant" do not become
    requirements. ``options.include`` selects further parts: ``tasks`` and ``work-activities``, both by default,
    ``technologies`` and ``tools``, or ``all`` or ``none``.
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
        self._parts = _parts(options.include)
        self._technologies = Technologies(base)
        self._files = PublishedFiles(folder, problems)

    def read(self) -> Reading:
        """Read the source, and return its triples, metadata and account."""
        self._occupations()
        self._other_titles()
        self._ratings()
        self._zones()
        self._relations()
        self._tasks()
        self._work_activities()
        self._problems.close()
        title = self._release()
        self._files.leave_rest(self._why_unread)
        return Reading(
            lines=self._lines,
            title=title,
            version="".join(re.findall(r"[0-9.]+", title)),
            publisher=_PUBLISHER,
            language="en",
            license=LICENSE,
            attribution=_ATTRIBUTION.format(title=title),
            grading=GRADING,
        )

    def _sheet(self, name: str, columns: Collection[str], *, required: bool = False) -> Sheet | None:
        """Return a table of the database; the text files lack only the columns of titles and scale names."""
        book, text = self._folder / f"{name}.xlsx", self._folder / f"{name}.txt"
        if book.is_file() and text.is_file():
            raise SourceError(str(self._folder), f"has both {book.name} and {text.name}; remove one of them")
        if text.is_file():
            sheet = read_text_table(text, self._problems, encoding=self._options.encoding, quoted=False)
            self._files.opened(text, sheet, columns)
            return sheet
        if book.is_file():
            found = None
            for sheet_name, sheet in read_workbook(book, self._problems, max_size=self._options.max_size):
                if found is None:
                    found = sheet
                else:
                    self._problems.account.find(f"{book.name}:{sheet_name}", "rows", len(sheet.rows))
                    reason = "only the first sheet is read"
                    self._problems.account.leave(f"{book.name}:{sheet_name}", "rows", reason, len(sheet.rows))
            if found is not None:
                self._files.opened(book, found, columns)
                return found
        if required:
            raise SourceError(str(self._folder), f"has no {book.name} and no {text.name}")
        if name not in _BY_OPTION:
            self._problems.note(f"{name} is not in the folder, so nothing was read from it")
        return None

    def _release(self) -> str:
        """Return the title with the release, from the read-me file."""
        for file in sorted(self._folder.glob("[Rr]ead*[Mm]e*.txt")):
            found = re.search(r"O\*NET\W? [0-9]+(?:\.[0-9]+)? Database", read_bytes(file).decode(errors="replace"))
            if found:
                self._files.mark(file)
                return found.group()
        return "O*NET Database"

    def _why_unread(self, path: Path) -> str:
        part = _BY_OPTION.get(path.stem, "")
        return f"--include {part} reads it" if part else "no place in the model"

    def _known(self, code: str, where: str) -> bool:
        if code not in self._titles:
            self._problems.add(where, f'occupation "{code}" is not in Occupation Data; use files of one release')
        return code in self._titles

    # ------------------------------------------------------------------ occupations

    def _occupations(self) -> None:
        sheet = self._sheet("Occupation Data", (_CODE, "Title", "Description"), required=True)
        assert sheet is not None
        code_at, title_at, description_at = sheet.positions(_CODE, "Title", "Description")
        label, definition, notation = term("skos", "prefLabel"), term("skos", "definition"), term("skos", "notation")
        kind = ecg("Role")
        self._problems.account.read(sheet.where, "rows", len(sheet.rows))
        for line, row in sheet.rows:
            code, title = text_of(row[code_at]).strip(), text_of(row[title_at]).strip()
            if not re.fullmatch(r"\d\d-\d{4}\.\d\d", code) or not title or code in self._titles:
                what = "occurs twice; keep one" if code in self._titles else "is not an O*NET-SOC code with a title"
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
        sheet = self._sheet("Alternate Titles", (_CODE, "Alternate Title", "Short Title"))
        if sheet is None:
            return
        code_at, alternate_at, short_at = sheet.positions(_CODE, "Alternate Title", "Short Title")
        predicate = term("skos", "altLabel")
        for line, row in sheet.rows:
            code = text_of(row[code_at])
            if not self._known(code, f"{sheet.where}:{line}"):
                continue
            names = {" ".join(text_of(row[at]).split()) for at in (alternate_at, short_at)} - {
                *_BLANK,
                self._titles[code],
            }
            self._lines += (f"{iri(OCCUPATION + code)} {predicate} {literal(name, 'en')} .\n" for name in sorted(names))
            if names:
                self._problems.account.read(sheet.where, "rows")
            else:
                self._problems.account.leave(sheet.where, "rows", "the title of the occupation itself", expected=True)

    # ------------------------------------------------------------------ skills, knowledge, and other rated elements

    def _ratings(self) -> None:
        tables = {kind: self._sheet(name, RATED) for kind, name in (("skill", "Skills"), ("knowledge", "Knowledge"))}
        ratings = {kind: Ratings(sheet, self._problems) for kind, sheet in tables.items() if sheet is not None}
        named = {element: (name, kind) for kind, it in ratings.items() for element, name in it.elements.items()}
        if "technologies" in self._parts:
            self._add_technologies("Technology Skills")
        if "tools" in self._parts:
            self._add_technologies("Tools Used")
        named |= self._technologies.named
        labels = told_apart(named)
        for element, (name, kind) in sorted(named.items()):
            if kind in ratings:
                self._skill(element, name, kind, labels[element])
        rated_elements = [element for it in ratings.values() for element in it.elements]
        self._lines += group_lines(self._base, rated_elements, {*labels.values()})
        self._lines += self._technologies.lines(labels)
        for rated in ratings.values():
            self._lines += rated.requirements(self._base, self._titles)

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

    def _add_technologies(self, name: str) -> None:
        sheet = self._sheet(name, TECHNOLOGY)
        if sheet is not None:
            self._technologies.add(sheet, self._titles, self._problems)

    # ------------------------------------------------------------------ tasks and work activities

    def _tasks(self) -> None:
        sheet = self._sheet("Task Statements", _TASK) if "tasks" in self._parts else None
        if sheet is None:
            return
        code_at, id_at, task_at = sheet.positions(_CODE, "Task ID", "Task")
        type_at = sheet.header.index("Task Type") if "Task Type" in sheet.header else -1
        held = ecg("performsActivity")
        for line, row in sheet.rows:
            code, number, task = text_of(row[code_at]), text_of(row[id_at]), text_of(row[task_at]).strip()
            where = f"{sheet.where}:{line}"
            if not number.isalnum() or not task:
                self._problems.add(where, f'"{number}" is not a Task ID with a Task')
            elif self._known(code, where):
                subject = iri(f"{self._base}activity/{number}")
                self._activity(subject, task.removesuffix("."), number)
                self._lines.append(f"{iri(OCCUPATION + code)} {held} {subject} .\n")
                kind = text_of(row[type_at]).strip() if type_at >= 0 else ""
                if kind not in _BLANK:
                    note = f"{kind.lower()} task"
                    self._lines.append(f"{subject} {term('skos', 'note')} {literal(note, 'en')} .\n")
                self._problems.account.read(sheet.where, "rows")

    def _work_activities(self) -> None:
        sheet = self._sheet("Work Activities", RATED) if "work-activities" in self._parts else None
        if sheet is None:
            return
        rated = Ratings(sheet, self._problems)
        for element, name in sorted(rated.elements.items()):
            self._activity(iri(ELEMENT + element), name, element)
        held = ecg("performsActivity")
        for code, element in rated.important(self._titles):
            self._lines.append(f"{iri(OCCUPATION + code)} {held} {iri(ELEMENT + element)} .\n")

    def _activity(self, subject: str, label: str, notation: str) -> None:
        self._lines += (
            f"{subject} {A} {ecg('Activity')} .\n",
            f"{subject} {term('skos', 'prefLabel')} {literal(label, 'en')} .\n",
            f"{subject} {term('skos', 'notation')} {literal(notation)} .\n",
        )

    # ------------------------------------------------------------------ job zones and related occupations

    def _zones(self) -> None:
        sheet = self._sheet("Job Zones", (_CODE, "Job Zone"))
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
                self._problems.account.read(sheet.where, "rows")
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
        sheet = self._sheet("Related Occupations", _RELATED)
        if sheet is None:
            return
        code_at, other_at, tier_at, index_at = sheet.positions(*_RELATED)
        self._lines += declaration(RELATED)
        for line, row in sheet.rows:
            code, other = text_of(row[code_at]), text_of(row[other_at])
            where = f"{sheet.where}:{line}"
            if not (self._known(code, where) and self._known(other, where)):
                continue
            if code == other:
                self._problems.account.leave(sheet.where, "rows", "an occupation and itself")
                continue
            self._problems.account.read(sheet.where, "rows")
            transition = f"{self._base}transition/{code}--{other}"
            rank = f"{text_of(row[tier_at])}, {text_of(row[index_at])}"
            self._lines += transition_lines(transition, OCCUPATION + code, OCCUPATION + other, RELATED)
            self._lines.append(f"{iri(transition)} {term('skos', 'note')} {literal(rank, 'en')} .\n")


def _parts(include: tuple[str, ...]) -> set[str]:
    """Return the parts to read besides occupations, skills and knowledge."""
    wanted = set(include) or {*_DEFAULT}
    if unknown := wanted - {*_BY_OPTION.values(), "all", "none"}:
        raise UnknownNameError(min(unknown), "part of O*NET", ["all", "none", *sorted({*_BY_OPTION.values()})])
    return {*_BY_OPTION.values()} if "all" in wanted else wanted
