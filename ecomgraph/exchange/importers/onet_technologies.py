"""Read the technologies and the tools of O*NET as skills."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING

from ecomgraph.exchange.importers.joining_lines import requirement_lines
from ecomgraph.exchange.importers.ntriples_text import A, ecg, iri, literal, term
from ecomgraph.exchange.importers.onet_ratings import OCCUPATION
from ecomgraph.exchange.importers.sheets import text_of
from ecomgraph.spelling import slug

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from ecomgraph.exchange.importers.problems import Problems
    from ecomgraph.exchange.importers.sheets import Sheet

__all__ = ["TECHNOLOGY", "Technologies"]

TECHNOLOGY = ("O*NET-SOC Code", "Example", "Commodity Code", "Commodity Title", "Hot Technology", "In Demand")
_GROUP = "unspsc-"
_KIND, _GROUP_KIND = "technology", "group"


class Technologies:
    """Technologies, the commodities that group them, and the occupations that use them.

    O*NET states that an occupation uses a technology, not that it requires it, so all requirements are optional.
    """

    def __init__(self, base: str) -> None:
        self._base = base
        # Names by lower-case name, the groups of each name, and the names of groups by code.
        self._names: dict[str, str] = {}
        self._groups: dict[str, set[str]] = {}
        self._commodities: dict[str, str] = {}
        self._hot: set[str] = set()
        # Whether a technology is in demand in an occupation.
        self._used: dict[tuple[str, str], bool] = {}

    def add(self, sheet: Sheet, known: Collection[str], problems: Problems) -> None:
        """Read a table; that of tools has no columns for hot technologies and those in demand."""
        code_at, name_at, commodity_at, title_at = sheet.positions(*TECHNOLOGY[:4])
        hot_at, demand_at = (sheet.header.index(it) if it in sheet.header else -1 for it in TECHNOLOGY[4:])
        for line, row in sheet.rows:
            code, name, commodity = (text_of(row[at]).strip() for at in (code_at, name_at, commodity_at))
            where = f"{sheet.where}:{line}"
            if code not in known:
                problems.add(where, f'occupation "{code}" is not in Occupation Data; use files of one release')
            elif not slug(name) or not commodity.isalnum():
                problems.add(where, f'"{name}" with Commodity Code "{commodity}" is not a technology')
            else:
                key = " ".join(name.split()).casefold()
                self._names.setdefault(key, name)
                self._groups.setdefault(key, set()).add(commodity)
                self._commodities[commodity] = text_of(row[title_at]).strip()
                if hot_at >= 0 and row[hot_at] == "Y":
                    self._hot.add(key)
                repeated = (code, key) in self._used
                wanted = demand_at >= 0 and row[demand_at] == "Y"
                self._used[code, key] = wanted or self._used.get((code, key), False)
                if repeated:
                    reason = "a repeated technology of the occupation, in another commodity"
                    problems.account.leave(sheet.where, "rows", reason)
                else:
                    problems.account.read(sheet.where, "rows")

    @property
    def named(self) -> dict[str, tuple[str, str]]:
        """Name and kind of each technology and of each group, by the last part of its IRI."""
        found = {ident: (self._names[key], _KIND) for key, ident in self._idents().items()}
        return found | {f"{_GROUP}{code}": (title, _GROUP_KIND) for code, title in self._commodities.items()}

    def _idents(self) -> dict[str, str]:
        """Return the last part of the IRI of each technology; names that differ only in symbols also get a digest."""
        shared = Counter(map(slug, self._names))
        return {
            key: ident
            if shared[ident := slug(key)] == 1 or key.replace(" ", "-") == ident
            else f"{ident}-{sha256(key.encode()).hexdigest()[:6]}"
            for key in self._names
        }

    def lines(self, labels: Mapping[str, str]) -> Iterator[str]:
        """Yield all triples, given a unique label for each name."""
        idents = self._idents()
        for code, title in sorted(self._commodities.items()):
            yield from self._skill(f"{_GROUP}{code}", labels[f"{_GROUP}{code}"], title)
            group = iri(f"{self._base}skill/{_GROUP}{code}")
            yield f"{group} {term('skos', 'notation')} {literal(code)} .\n"
            yield f"{group} {term('skos', 'scopeNote')} {literal('A group of technologies.', 'en')} .\n"
        for key, ident in sorted(idents.items()):
            yield from self._skill(ident, labels[ident], self._names[key])
            subject = iri(f"{self._base}skill/{ident}")
            for code in sorted(self._groups[key]):
                yield f"{subject} {term('skos', 'broader')} {iri(f'{self._base}skill/{_GROUP}{code}')} .\n"
            if key in self._hot:
                yield f"{subject} {term('skos', 'note')} {literal('hot technology', 'en')} .\n"
        for (code, key), wanted in self._used.items():
            requirement = f"{self._base}requirement/{code}--{idents[key]}"
            skill = f"{self._base}skill/{idents[key]}"
            yield from requirement_lines(requirement, OCCUPATION + code, skill, "optional")
            if wanted:
                yield f"{iri(requirement)} {term('skos', 'note')} {literal('in demand', 'en')} .\n"

    def _skill(self, ident: str, label: str, name: str) -> Iterator[str]:
        subject = iri(f"{self._base}skill/{ident}")
        yield f"{subject} {A} {ecg('Skill')} .\n"
        yield f"{subject} {term('skos', 'prefLabel')} {literal(label, 'en')} .\n"
        yield f"{subject} {ecg('skillType')} {term('skill-type', _KIND)} .\n"
        if label != name:
            yield f"{subject} {term('skos', 'altLabel')} {literal(name, 'en')} .\n"
