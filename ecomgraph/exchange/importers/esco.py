"""Read an ESCO CSV folder in one language; docs/frameworks.md has the mapping and its reasons."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ecomgraph.errors import SourceError
from ecomgraph.exchange.importers.esco_concepts import (
    ATTRIBUTION,
    LICENSE,
    need_lines,
    occupation_lines,
    skill_lines,
    version_in,
)
from ecomgraph.exchange.importers.import_options import Reading, SourceKind
from ecomgraph.exchange.importers.ntriples_text import is_iri, term
from ecomgraph.exchange.importers.published_files import PublishedFiles
from ecomgraph.exchange.importers.sheets import read_text_table, text_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from ecomgraph.exchange.importers.detect import Source
    from ecomgraph.exchange.importers.import_options import ImportOptions
    from ecomgraph.exchange.importers.problems import Problems
    from ecomgraph.exchange.importers.sheets import Sheet

__all__ = ["KIND", "read"]

_DEGREES = ("essential", "optional")
_RELEASED = {"", "released"}
# Columns of a concept that are read.
_CONCEPT = (
    "code",
    "iscoGroup",
    "conceptUri",
    "preferredLabel",
    "altLabels",
    "hiddenLabels",
    "status",
    "definition",
    "description",
    "scopeNote",
)
_WITH_OMITTED = "about concepts that were left out"


def _fits(source: Source) -> bool:
    return any(file.name.lower().startswith("occupations_") and file.suffix.lower() == ".csv" for file in source.files)


KIND = SourceKind(
    name="esco",
    what="ESCO: a folder of its CSV files",
    folder=True,
    published=True,
    holds="ESCO's occupations_en.csv",
    fits=_fits,
)


def read(path: Path, options: ImportOptions, problems: Problems) -> Reading:
    """Read occupations, skills, requirements, hierarchies, and related skills.

    If a folder has files in several languages, ``options.language`` says which to read.
    """
    return _Esco(path, options, problems, options.base).read()


class _Esco:
    def __init__(self, folder: Path, options: ImportOptions, problems: Problems, base: str) -> None:
        self._folder = folder
        self._options = options
        self._problems = problems
        self._base = base
        self._language = self._find_language()
        self._lines: list[str] = []
        self._roles: set[str] = set()
        self._skills: set[str] = set()
        # Concepts that are left out; relations with them are left out, too.
        self._omitted: set[str] = set()
        self._files = PublishedFiles(folder, problems)
        # The names of the files looked for, without language.
        self._wanted: set[str] = set()

    def read(self) -> Reading:
        """Read the source, and return its triples, metadata and account."""
        self._occupations()
        self._read_skills()
        self._requirements()
        self._problems.close()
        self._related(self._hierarchy("broaderRelationsSkillPillar", self._skills))
        self._hierarchy("broaderRelationsOccPillar", self._roles)
        self._problems.close()
        self._files.leave_rest(self._why_unread)
        return Reading(
            lines=self._lines,
            title="ESCO",
            version=version_in(self._folder),
            language=self._language,
            license=LICENSE,
            attribution=ATTRIBUTION,
        )

    def _why_unread(self, path: Path) -> str:
        name, _, language = path.stem.rpartition("_")
        if (
            name in self._wanted
            and language != self._language
            and (self._folder / f"{name}_{self._language}.csv").is_file()
        ):
            return f"in another language; --language {language} reads them"
        return "no place in the model"

    def _find_language(self) -> str:
        found = sorted(file.stem.partition("_")[2] for file in self._folder.glob("occupations_*.csv"))
        wanted = self._options.language
        if not found:
            raise SourceError(str(self._folder), f"has no occupations_{wanted or 'en'}.csv")
        if wanted and wanted not in found:
            raise SourceError(str(self._folder), f"has no occupations_{wanted}.csv; there is {', '.join(found)}")
        if not wanted and len(found) > 1:
            raise SourceError(str(self._folder), f"is in {', '.join(found)}; choose one with --language")
        return wanted or found[0]

    def _sheet(self, name: str, columns: tuple[str, ...], *, required: bool = True) -> Sheet | None:
        """Return a table; in older releases, the names of files with relations have no language."""
        self._wanted.add(name)
        path = self._folder / f"{name}_{self._language}.csv"
        plain = self._folder / f"{name}.csv"
        if not path.is_file() and plain.is_file():
            path = plain
        if path.is_file():
            sheet = read_text_table(path, self._problems, encoding=self._options.encoding, known=columns)
            self._files.opened(path, sheet, columns)
            return sheet
        if required:
            raise SourceError(str(self._folder), f"has no {path.name}; put all files of the download into one folder")
        self._problems.note(f"{path.name} is not in the folder, so nothing was read from it")
        return None

    # ------------------------------------------------------------------ occupations and skills

    def _concepts(self, name: str, into: set[str], *further: str) -> Iterator[tuple[str, dict[str, str], str]]:
        """Yield IRI, cells by column, and place of each concept that is released and has a label."""
        sheet = self._sheet(name, (*_CONCEPT, *further))
        assert sheet is not None
        sheet.positions("conceptUri", "preferredLabel", *further)
        account, part = self._problems.account, sheet.where
        for line, row in sheet.rows:
            cells = {column: text_of(cell).strip() for column, cell in zip(sheet.header, row, strict=False)}
            concept, where = cells["conceptUri"], f"{sheet.where}:{line}"
            if not is_iri(concept):
                self._problems.add(
                    where, f'conceptUri "{concept}" is not an absolute IRI, such as https://example.org/1'
                )
            elif concept in into or concept in self._omitted:
                self._problems.add(where, f'conceptUri "{concept}" occurs twice; keep one')
            elif cells.get("status", "") not in _RELEASED or not cells["preferredLabel"]:
                self._omitted.add(concept)
                withdrawn = cells.get("status", "") not in _RELEASED
                untranslated = f"no preferredLabel in {self._language}"
                account.leave(part, "rows", "status is not released" if withdrawn else untranslated)
            else:
                into.add(concept)
                account.read(part, "rows")
                yield concept, cells, where

    def _occupations(self) -> None:
        for concept, cells, _ in self._concepts("occupations", self._roles):
            self._lines += occupation_lines(concept, cells, self._language)

    def _read_skills(self) -> None:
        concepts = {concept: cells for concept, cells, _ in self._concepts("skills", self._skills, "skillType")}
        self._lines += skill_lines(concepts, self._language)

    # ------------------------------------------------------------------ relations

    def _requirements(self) -> None:
        sheet = self._sheet("occupationSkillRelations", ("occupationUri", "relationType", "skillUri"))
        assert sheet is not None
        role_at, type_at, skill_at = sheet.positions("occupationUri", "relationType", "skillUri")
        found: dict[tuple[str, str], str] = {}
        account, part = self._problems.account, sheet.where
        for line, row in sheet.rows:
            role, degree, skill = text_of(row[role_at]), text_of(row[type_at]), text_of(row[skill_at])
            if role in self._omitted or skill in self._omitted:
                account.leave(part, "rows", _WITH_OMITTED)
                continue
            if role not in self._roles or skill not in self._skills or degree not in _DEGREES:
                self._explain_relation(f"{sheet.where}:{line}", role, degree, skill)
                continue
            if (role, skill) in found:
                account.leave(part, "rows", "a repeated pair, essential if either is")
            else:
                account.read(part, "rows")
            if found.get((role, skill)) != "essential":
                found[role, skill] = degree
        self._lines += need_lines(self._base, found)

    def _explain_relation(self, where: str, role: str, degree: str, skill: str) -> None:
        if role not in self._roles:
            self._problems.add(where, f'occupationUri "{role}" is not in occupations_{self._language}.csv')
        if skill not in self._skills:
            self._problems.add(where, f'skillUri "{skill}" is not in skills_{self._language}.csv')
        if degree not in _DEGREES:
            self._problems.add(where, f'relationType "{degree}" is neither essential nor optional')

    def _hierarchy(self, name: str, known: set[str]) -> set[tuple[str, str]]:
        """Read the hierarchies; return pairs of narrower and broader concept."""
        sheet = self._sheet(name, ("conceptUri", "broaderUri"), required=False)
        if sheet is None:
            return set()
        found = self._pairs(sheet, "conceptUri", "broaderUri", known)
        self._lines += (f"<{one}> {term('skos', 'broader')} <{two}> .\n" for one, two in sorted(found))
        return found

    def _related(self, broader: set[tuple[str, str]]) -> None:
        name = "skillSkillRelations"
        sheet = self._sheet(name, ("originalSkillUri", "relatedSkillUri"), required=False)
        if sheet is None:
            return
        # A skill narrower than another is not also related to it.
        unlike = {*broader, *(pair[::-1] for pair in broader)}
        found = self._pairs(sheet, "originalSkillUri", "relatedSkillUri", self._skills, unlike)
        self._lines += (f"<{one}> {term('skos', 'related')} <{two}> .\n" for one, two in sorted(found))

    def _pairs(
        self, sheet: Sheet, one: str, other: str, known: set[str], unlike: Collection[tuple[str, str]] = ()
    ) -> set[tuple[str, str]]:
        """Return the pairs of known concepts in a table, and count its rows."""
        one_at, other_at = sheet.positions(one, other)
        found: set[tuple[str, str]] = set()
        reasons: Counter[str] = Counter()
        for _, row in sheet.rows:
            pair = (text_of(row[one_at]), text_of(row[other_at]))
            if pair in found:
                reasons["a repeated pair"] += 1
            elif not self._omitted.isdisjoint(pair):
                reasons[_WITH_OMITTED] += 1
            elif pair[0] not in known or pair[1] not in known:
                reasons["about groups or other concepts, not occupations or skills"] += 1
            elif pair[0] == pair[1]:
                reasons["a concept and itself"] += 1
            elif pair in unlike:
                reasons["one of them is broader than the other"] += 1
            else:
                found.add(pair)
        self._problems.account.read(sheet.where, "rows", len(found))
        for reason, count in reasons.items():
            self._problems.account.leave(sheet.where, "rows", reason, count)
        return found
