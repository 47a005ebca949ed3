"""Resolve names to numbers: people, skills, levels and roles are looked up once and stored as Parquet."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecomgraph.errors import EcomgraphError, SourceError
from ecomgraph.spelling import counted
from ecomgraph.store.write import write_bytes
from ecomgraph.workforce.engines import is_table
from ecomgraph.workforce.held import KeyLayout, write_held

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Sequence

    from ecomgraph.workforce.asked import Asked
    from ecomgraph.workforce.engines import Engine, Table

__all__ = ["Numbers", "Unknown", "resolved"]

_MANIFEST = "numbers.json"
_HELD, _PEOPLE = "held", "people"
_PARTS = (_MANIFEST, f"{_HELD}.parquet", f"{_PEOPLE}.parquet")
# The version of the files' layout.
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that matches no thing in the graph, or several things, and the number of rows with this name."""

    name: str
    kind: str
    rows: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """The resolved tables.

    ``held`` is ``number, skill, have``, by number and skill, stored in ``file``. ``people`` is ``number, person,
    node`` and the user's columns; people are numbered in the byte order of their names.
    """

    held: Table
    file: Path
    people: Table
    count: int
    columns: tuple[str, ...]
    unknown: tuple[Unknown, ...]


def resolved(
    engine: Engine, asked: Asked, skills: Any, people: Any, keep: Path | None, progress: Callable[[str], None]
) -> Numbers:
    """Return the tables of people with numbers instead of names; ``keep`` is a folder that stores them for later use.

    Raises :class:`~ecomgraph.SourceError` for a table that is empty, lacks a column or names a person twice, and
    :class:`~ecomgraph.ArgumentError` for a value that is not a level.
    """
    inputs = [] if keep is None else _identity(engine, asked, skills, people)
    folder = keep or engine.folder / "numbers"
    if keep and inputs and (kept := _kept(engine, asked, folder, inputs)):
        progress("using the numbers stored for these files")
        return kept
    progress("reading names")
    try:
        found = _Resolver(engine, asked, skills, people).write(folder, progress)
        if keep is not None:
            manifest = {
                "inputs": inputs,
                "parts": asked.parts,
                "count": found.count,
                "columns": found.columns,
                "unknown": [[it.name, it.kind, it.rows] for it in found.unknown],
            }
            write_bytes(folder / _MANIFEST, json.dumps(manifest).encode())
    except BaseException:
        _remove_parts(folder)
        raise
    return found


def _shut(folder: Path) -> None:
    """Make an existing folder private; refuse one that contains other files and is readable by others."""
    if os.name == "nt" or not folder.stat().st_mode & 0o077:
        return
    if {it.name for it in folder.iterdir()} - set(_PARTS):
        raise SourceError(
            str(folder), "is readable by other users and has other files: name a new folder for people's data"
        )
    folder.chmod(0o700)


def _remove_parts(folder: Path) -> None:
    """Remove the files written before a failure, and the folder if it is then empty."""
    for name in _PARTS:
        path = folder / name
        # Spark writes folders.
        with suppress(OSError):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    with suppress(OSError):
        folder.rmdir()


def _identity(engine: Engine, asked: Asked, skills: Any, people: Any) -> list[str]:
    """Return a digest that identifies the inputs; empty if one is a table object, which has no identity."""
    if is_table(skills) or is_table(people):
        return []
    files = [os.fspath(it) for it in (skills, people) if it is not None]
    stats = [f"{os.path.realpath(it)} {_stamp(Path(it))}" for it in files]
    quads = sorted(map(str, asked.network.catalog.dataset.quads()))
    return [str(_VERSION), engine.name, *stats, sha256("\n".join(quads).encode()).hexdigest()]


def _stamp(path: Path) -> str:
    try:
        them = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
        return " ".join(f"{it.stat().st_size} {it.stat().st_mtime_ns}" for it in them)
    except OSError:
        return ""


def _kept(engine: Engine, asked: Asked, folder: Path, inputs: list[str]) -> Numbers | None:
    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(manifest, dict) or manifest.get("inputs") != inputs:
        return None
    asked.refine({Fraction(1, manifest["parts"])})
    return Numbers(
        held=engine.read(folder / f"{_HELD}.parquet"),
        file=folder / f"{_HELD}.parquet",
        people=engine.read(folder / f"{_PEOPLE}.parquet"),
        count=manifest["count"],
        columns=tuple(manifest["columns"]),
        unknown=tuple(Unknown(*it) for it in manifest["unknown"]),
    )


class _Resolver:
    """Resolves one pair of tables."""

    def __init__(self, engine: Engine, asked: Asked, skills: Any, people: Any) -> None:
        self.engine, self.asked = engine, asked
        self.skills = self._opened(skills, "skills", ("person", "skill"), ("level",))
        self.people = None if people is None else self._opened(people, "people", ("person",), ("role",))
        self.what = tuple(
            "the table of " + name if is_table(it) else os.fspath(it)
            for name, it in (("skills", skills), ("people", people))
            if it is not None
        )
        self.unknown: list[Unknown] = []
        # Some errors in a file appear only when all of it is read.
        engine.what = " or ".join(self.what)

    def _opened(self, given: Any, name: str, required: tuple[str, ...], other: tuple[str, ...]) -> Table:
        """Return a table of the user, from any engine, with known column names in lower case."""
        what = f"the table of {name}"
        if is_table(given):
            home, table = given.get_backend(), given
            if home is not self.engine.connection:
                copy = self.engine.folder / f"{name}.parquet"
                with self.engine.explained(what):
                    home.to_parquet(given, copy)
                table = self.engine.read(copy)
        else:
            what, table = os.fspath(given), self.engine.read(given)
        names: dict[str, str] = {}
        for column in table.columns:
            names.setdefault(column.strip().lower().removeprefix("\ufeff"), column)
        for column in required:
            if column not in names:
                remedy = _remedy(table.columns, names, (*required, *other))
                raise SourceError(what, f"has no column {column!r}: {remedy}")
        known = {it: it if it in table.columns else names[it] for it in (*required, *other) if it in names}
        return table.rename({new: old for new, old in known.items() if new != old})

    # ------------------------------------------------------------------ the steps

    def write(self, folder: Path, progress: Callable[[str], None]) -> Numbers:
        """Resolve all tables and write the numbers to a folder."""
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _shut(folder)
            (folder / _MANIFEST).unlink(missing_ok=True)
        except OSError as error:
            raise SourceError(str(folder), f"cannot be written: {error.strerror or error}") from None
        rows = self._skill_rows()
        codes, total = self._codes(rows)
        progress("numbering people")
        people, count, columns = self._people(rows, folder)
        progress(f"writing the skills of {count:,} people as numbers")
        path = folder / f"{_HELD}.parquet"
        strangers = self._write_held(rows, total, codes, people.select("person", "number"), count, path)
        if strangers:
            self._refuse_nameless(self.what[0], rows)
            self._note("", "person", strangers)
        return Numbers(
            held=self.engine.read(path),
            file=path,
            people=people,
            count=count,
            columns=columns,
            unknown=tuple(self.unknown),
        )

    def _write_held(self, rows: Table, total: int, codes: Table, numbers: Table, count: int, path: Path) -> int:
        """Write ``number, skill, have``: the highest level for each skill of a person, by number and skill.

        Returns the number of rows of people without a number.
        """
        asked, engine = self.asked, self.engine
        layout = KeyLayout(count, len(asked.skills).bit_length(), asked.parts.bit_length())
        if engine.in_chunks and layout.fits:
            rows = rows.left_join(codes, ["skill", "level"]).select("person", "code", "have")
            rows = rows.left_join(numbers, "person").select("number", "code", "have")
            return write_held(engine, layout, rows, total, path)
        held = rows.join(codes, ["skill", "level"]).join(numbers, "person")
        held = held.group_by("number", "code").agg(have=held.have.max())
        held = held.filter(held.have > 0).select("number", held.code.name("skill"), "have")
        engine.write(held.order_by("number", "skill"), path)
        return self._scalar(rows.anti_join(numbers, "person").count())

    def _skill_rows(self) -> Table:
        table = self.skills
        level = table.level.cast("string") if "level" in table.columns else None
        blank = table.person.cast("string").strip()
        return table.select(
            person=blank,
            skill=table.skill.cast("string").fill_null(""),
            level=level.fill_null("") if level is not None else _empty(),
        )

    def _refuse_nameless(self, what: str, rows: Table) -> None:
        if without := self._scalar(_nameless(rows).sum()):
            raise SourceError(what, f"has no person in {counted(without, 'rows')}: give each row one, or leave it out")

    def _codes(self, rows: Table) -> tuple[Table, int]:
        """Return ``skill, level, code, have`` for each known pair of skill and level, and the number of all rows."""
        pairs = sorted(self.engine.rows(rows.group_by("skill", "level").agg(rows=rows.count())))
        if not pairs:
            raise SourceError(self.what[0], "has no rows: give a row for each skill of a person")
        found: list[tuple[str, str, str, Fraction]] = []
        missing: dict[str, int] = {}
        iris: dict[str, str] = {}
        scales = self.asked.network.needs.scales
        for name, level, count in pairs:
            if name not in iris:
                iris[name] = self._only(name, "skill")
            if iris[name]:
                found.append((name, level, iris[name], self._degree(scales, iris[name], level)))
            elif name.strip():
                missing[name] = missing.get(name, 0) + count
        for name, count in sorted(missing.items()):
            self._note(name, "skill", count)
        self.asked.refine({degree for *_, degree in found})
        numbers, degree_of = self.asked.number_of_skill, self.asked.degree
        cells = [(name, level, numbers[iri], degree_of(degree)) for name, level, iri, degree in found]
        columns = {"skill": "string", "level": "string", "code": "int32", "have": "int64"}
        return self.engine.table(columns, cells), sum(count for *_, count in pairs)

    def _degree(self, scales: Any, iri: str, level: str) -> Fraction:
        try:
            degree: Fraction = scales.held(iri, level)
        except EcomgraphError as error:
            raise SourceError(self.what[0], str(error)) from None
        return degree

    def _only(self, name: str, kind: str) -> str:
        """Return the IRI of the only thing that a name matches; ``""`` if there is none or more than one."""
        found = self.asked.lookup.names.matches(name, kind) if name.strip() else []
        return found[0] if len(found) == 1 else ""

    def _note(self, name: str, kind: str, rows: int) -> None:
        if rows:
            self.unknown.append(Unknown(name, kind, rows))

    def _scalar(self, value: Any) -> int:
        return int(self.engine.rows(value.as_table())[0][0] or 0)

    def _people(self, rows: Table, folder: Path) -> tuple[Table, int, tuple[str, ...]]:
        import ibis

        columns: tuple[str, ...] = ()
        given = self.people
        if given is None:
            table = rows.select("person").distinct().mutate(node=ibis.null("int32"))
        else:
            table = given.mutate(person=given.person.cast("string").strip())
            columns = tuple(it for it in table.columns if it != "person")
            taken = {"number", "node"} & set(columns)
            if taken:
                raise SourceError(
                    self.what[-1], f"has a column {min(taken)!r}, which is a reserved name; rename the column"
                )
            table = self._with_nodes(table)
        # A person who occurs twice gets the same number twice.
        table = table.mutate(number=ibis.rank().over(order_by=table.person).cast("int32"))
        order = ("number", "person", "node", *columns)
        kept = self.engine.keep(table.select(*order).order_by("number"), folder / f"{_PEOPLE}.parquet")
        return kept, self._counted(kept, rows if given is None else table), columns

    def _counted(self, kept: Table, given: Table) -> int:
        """Return the number of people; each must have a name and occur once."""
        what = self.what[-1]
        measures = kept.agg(total=kept.count(), distinct=kept.number.nunique(), nameless=_nameless(kept).sum())
        total, distinct, nameless = self.engine.rows(measures)[0]
        if not total:
            raise SourceError(what, "has no rows: give a row for each person")
        if nameless:
            self._refuse_nameless(what, given)
        if distinct < total:
            people = "one person" if distinct == 1 else f"{distinct:,} different people"
            raise SourceError(what, f"has {total:,} rows for {people}: leave one row for each person")
        return int(total)

    def _with_nodes(self, table: Table) -> Table:
        import ibis

        if "role" not in table.columns:
            return table.mutate(node=ibis.null("int32"))
        table = table.mutate(role=table.role.cast("string"))
        named = table.filter(table.role.notnull())
        cells = []
        for name, count in sorted(self.engine.rows(named.group_by("role").agg(rows=named.count()))):
            if iri := self._only(name, "career node"):
                cells.append((name, self.asked.number_of_node[iri]))
            elif name.strip():
                self._note(name, "role", count)
        nodes = self.engine.table({"role": "string", "node": "int32"}, cells)
        return table.left_join(nodes, "role").drop("role_right")


def _remedy(columns: Sequence[str], names: Container[str], known: Iterable[str]) -> str:
    """Return the remedy for a missing column; it does not quote a header that may be a row of personal data."""
    if any(it in names for it in known):
        return f"rename one to that (there are {', '.join(columns)})"
    return "the first line must name the columns, and every line must have the same number of cells"


def _nameless(rows: Table) -> Any:
    return rows.person.isnull() | (rows.person == "")


def _empty() -> Any:
    import ibis

    return ibis.literal("")
