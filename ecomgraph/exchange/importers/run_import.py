"""Import a framework, all or nothing: read, derive, validate, compare, and only then put into place."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.arguments import checked, each_path
from ecomgraph.errors import SourceError, UnknownNameError
from ecomgraph.exchange.importers.assemble import assemble, canonical, catalog_lines, census, changes, load_graphs
from ecomgraph.exchange.importers.detect import detect, look
from ecomgraph.exchange.importers.import_options import ImportOptions, ImportReport, Reading
from ecomgraph.exchange.importers.ntriples_text import is_iri, is_language
from ecomgraph.exchange.importers.places import read_again, refuse_own_source
from ecomgraph.exchange.importers.problems import Problems
from ecomgraph.exchange.importers.readers import Packaged, kind_of, name_of, packaged_reading, read_source
from ecomgraph.exchange.importers.violations import violations
from ecomgraph.namespace import BASE
from ecomgraph.reasoning.added_rules import read_rules, with_added
from ecomgraph.reasoning.rules import Rule, derive
from ecomgraph.store.accept import MAX_VALUE
from ecomgraph.store.database import Database, FrameworkRecord, framework_graph, is_framework_name
from ecomgraph.store.dataset import DERIVED
from ecomgraph.store.parse import FORMATS as RDF_ENDINGS
from ecomgraph.store.parse import parse_bytes
from ecomgraph.store.write import new_file, refuse_existing, serialize

if TYPE_CHECKING:
    from concurrent.futures import Future

    from ecomgraph.store.database import Draft
    from ecomgraph.store.dataset import Dataset

Progress = Callable[[str, int], None]

__all__ = ["STEPS", "Packaged", "import_framework", "remove_framework"]

# The steps in order, and about how much of the time each takes.
STEPS = {"read": 3, "sort": 3, "load": 5, "derive": 7, "validate": 8, "write": 2}


@checked
def import_framework(
    source: str | os.PathLike[str] | Packaged,
    into: str | os.PathLike[str],
    *,
    options: ImportOptions | None = None,
    replace: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda step, size: None,  # noqa: ARG005
) -> ImportReport:
    """Import a framework into a database, or write it as RDF into a file, whose name then has the ending of one.

    A framework of the same name, or a file that is there, is refused unless ``replace`` allows to put the new one in
    its place. Nothing is written before everything was read, derived and validated, nor with ``dry_run``; what the
    shapes object to is in the report. ``progress`` is told each step and how many bytes or triples it is about.

    Raises :class:`~ecomgraph.FrameworkError` for what is wrong with tables, all of it at once,
    :class:`~ecomgraph.ParseError` for RDF that is not well-formed, and :class:`~ecomgraph.SourceError` for what cannot
    be read or written.
    """
    work = _Import(source, Path(into), options or ImportOptions(), progress, replace=replace)
    return work.run(dry_run=dry_run)


@checked
def remove_framework(
    name: str,
    database: str | os.PathLike[str],
    *,
    progress: Progress = lambda step, size: None,  # noqa: ARG005
) -> FrameworkRecord:
    """Take a framework out of a database, with all that the rules concluded from it; return what it was."""
    target = Database(database)
    records = {record.name: record for record in target.frameworks()}
    if name not in records:
        target.read()
        raise UnknownNameError(name, "framework", sorted(records))
    with target.writing() as draft:
        records = {record.name: record for record in target.frameworks()}
        removed = records.pop(name)
        progress("load", removed.triples)
        frameworks = {other: target.lines(other) for other in records}
        graphs = assemble(frameworks, records.values())
        dataset = load_graphs(graphs)
        with _Writer(draft) as writer:
            writer.graphs(graphs)
            progress("derive", 0)
            derive(dataset, _rules(records.values()))
            progress("write", 0)
            writer.derived(dataset)
            writer.frameworks(frameworks)
            writer.wait()
        draft.publish(records.values())
    return removed


def _rules(records: Iterable[FrameworkRecord]) -> list[Rule]:
    """Return the rules by which a database with these frameworks is derived."""
    return with_added(Rule.parse(name, text) for record in records for name, text in record.rules)


class _Clock:
    """Tell of each step, and keep how long it took."""

    def __init__(self, progress: Progress) -> None:
        self.seconds: dict[str, float] = {}
        self._progress = progress
        self._step, self._since = "", 0.0

    def step(self, name: str, size: int) -> None:
        self.stop()
        self._step, self._since = name, time.perf_counter()
        self._progress(name, size)

    def stop(self) -> None:
        if self._step:
            self.seconds[self._step] = time.perf_counter() - self._since
        self._step = ""


class _Import:
    def __init__(
        self,
        source: str | os.PathLike[str] | Packaged,
        into: Path,
        options: ImportOptions,
        progress: Progress,
        *,
        replace: bool,
    ) -> None:
        self._options = options
        self._into = into
        self._replace = replace
        self._clock = _Clock(progress)
        self._rules = read_rules(each_path(self._options.rules))
        self._reading, self._record, self._notes = self._read(source)
        self._refuse_long()
        self._clock.step("sort", len(self._reading.lines))
        self._lines = canonical(self._reading.lines)
        # The text is not needed a second time.
        self._reading.lines.clear()

    # ------------------------------------------------------------------ reading

    def _read(self, given: str | os.PathLike[str] | Packaged) -> tuple[Reading, FrameworkRecord, tuple[str, ...]]:
        options = self._options
        if isinstance(given, Packaged):
            self._clock.step("read", 0)
            name = options.name or given.name.lower()
            self._records_beside(name)
            reading = packaged_reading(given, name)
            return reading, self._describe(name, "turtle", "ecomgraph", "", reading), ()
        refuse_own_source(given, self._into)
        with read_again(given, options.max_size) as path:
            return self._read_file(path)

    def _read_file(self, path: Path) -> tuple[Reading, FrameworkRecord, tuple[str, ...]]:
        options = self._options
        source = look(path, options.max_size)
        form = detect(source, options.format, options.max_size)
        self._clock.step("read", source.size)
        name = options.name or (form if kind_of(form).published else name_of(source))
        # Now, so that nobody waits for what is refused in the end.
        self._records_beside(name)
        problems = Problems(source.name)
        base = self._base_of(name, form)
        reading = read_source(source, form, options, problems, base, name)
        return reading, self._describe(name, form, source.name, source.digest(), reading), problems.told()

    def _base_of(self, name: str, form: str) -> str:
        if self._options.base and not is_iri(self._options.base):
            raise SourceError(self._options.base, "is no absolute IRI that others could begin with (--base)")
        # The same for all who import it, and in all languages, whatever they call it.
        return self._options.base or f"{BASE}framework/{form if kind_of(form).published else name}/"

    def _describe(self, name: str, form: str, source: str, digest: str, reading: Reading) -> FrameworkRecord:
        options = self._options
        if not is_framework_name(name):
            raise SourceError(
                name, "is no name for a framework: use a-z, 0-9 and hyphens, and no device's name (--name)"
            )
        language = options.language or reading.language
        if language and not is_language(language):
            raise SourceError(source or name, f"{language!r} is no language tag, such as en or pt-BR (--language)")
        if options.license and not is_iri(options.license):
            raise SourceError(options.license, "is no IRI of a licence (--license)")
        return FrameworkRecord(
            name=name,
            title=options.title or reading.title or name,
            format=form,
            source=source,
            sha256=digest,
            imported=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            triples=0,
            classes=(),
            language=language,
            # Data packages may name a file.
            license=options.license or (reading.license if is_iri(reading.license) else ""),
            attribution=options.attribution or reading.attribution,
            rules=tuple((rule.name, rule.text) for rule in self._rules),
        )

    def _refuse_long(self) -> None:
        """Refuse values that are too long for files, which tables and JSON may have."""
        for line in self._reading.lines:
            if len(line) > MAX_VALUE:
                parse_bytes(line.encode(), ox.RdfFormat.N_TRIPLES, name=self._record.source)

    # ------------------------------------------------------------------ the import

    @property
    def _is_file(self) -> bool:
        return self._into.suffix.lower() in RDF_ENDINGS and not self._into.is_dir()

    def _records_beside(self, name: str) -> dict[str, FrameworkRecord]:
        """Return the frameworks beside which one would be put; raise if its name is taken, and nothing to replace."""
        if self._is_file:
            if not self._replace:
                refuse_existing(self._into, "--replace")
            return {}
        database = Database(self._into)
        if database.exists():
            database.read()
        records = {record.name: record for record in database.frameworks()}
        if name in records and not self._replace:
            reason = f"has a framework {name!r} already; --replace puts this one in its place, --name keeps both"
            raise SourceError(str(self._into), reason)
        return records

    def run(self, *, dry_run: bool) -> ImportReport:
        if self._is_file:
            return self._run_into_file(dry_run=dry_run)
        database = Database(self._into)
        if dry_run:
            return self._run_into_database(database, None)
        with database.writing() as draft:
            return self._run_into_database(database, draft)

    def _run_into_database(self, database: Database, draft: Draft | None) -> ImportReport:
        name = self._record.name
        # Again, since others may have written in the meantime.
        records = self._records_beside(name)
        replaced = name in records
        before = census(database.lines(name)) if replaced else {}
        others = {other: database.lines(other) for other in records if other != name}
        with _Writer(draft) as writer:
            dataset, after, objections = self._judge(others, {**records}, writer)
            if draft is not None and not objections:
                self._clock.step("write", len(dataset.store))
                records[name] = self._record
                writer.frameworks({name: self._lines}, copied=list(others))
                writer.wait()
                draft.publish(records.values())
        return self._report(dataset, before, after, objections, replaced=replaced, applied=bool(draft))

    def _run_into_file(self, *, dry_run: bool) -> ImportReport:
        with _Writer(None) as writer:
            dataset, after, objections = self._judge({}, {}, writer)
        if not objections and not dry_run:
            self._clock.step("write", len(self._lines))
            rdf_format = RDF_ENDINGS[self._into.suffix.lower()]
            graph = framework_graph(self._record.name)
            about = "".join(catalog_lines(self._record)).encode()
            quads = parse_bytes(b"".join(self._lines) + about, ox.RdfFormat.N_TRIPLES, name=self._record.source)
            in_graph = (ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads)
            with new_file(self._into, replace=self._replace) as file:
                file.write(
                    serialize(in_graph if rdf_format.supports_datasets else (it.triple for it in quads), rdf_format)
                )
        return self._report(dataset, {}, after, objections, replaced=False, applied=not dry_run)

    def _judge(
        self, others: dict[str, list[bytes]], records: dict[str, FrameworkRecord], writer: _Writer
    ) -> tuple[Dataset, dict[bytes, tuple[str, int]], tuple[str, ...]]:
        """Put everything together, derive, and return it with what is in the new framework and what is wrong."""
        name = self._record.name
        self._clock.step("load", len(self._lines) + sum(map(len, others.values())))
        self._record = records[name] = _with(self._record, triples=len(self._lines))
        graphs = assemble({**others, name: self._lines}, records.values())
        if self._options.propose is None:
            writer.graphs(graphs)
        dataset = load_graphs(graphs)
        self._clock.step("derive", len(dataset.store))
        rules = _rules(records.values())
        derive(dataset, rules)
        if self._options.propose is not None:
            writer.graphs(self._propose(dataset, {**others, name: self._lines}, records, rules))
        writer.derived(dataset)
        self._clock.step("validate", len(dataset.store))
        objections, notes = violations(dataset, self._reading, self._options.shapes)
        self._notes += notes
        after = census(self._lines)
        counts = tuple(sorted(Counter(cls for cls, _ in after.values()).items()))
        self._record = _with(self._record, classes=counts)
        return dataset, after, objections

    def _propose(
        self,
        dataset: Dataset,
        frameworks: dict[str, list[bytes]],
        records: dict[str, FrameworkRecord],
        rules: list[Rule],
    ) -> dict[ox.NamedNode, bytes]:
        from ecomgraph.exchange.importers.propose import propose

        assert self._options.propose is not None
        name = self._record.name
        base = self._base_of(name, self._record.format)
        proposals = [line.encode() for line in propose(dataset, framework_graph(name), base, self._options.propose)]
        dataset.store.bulk_load(
            b"".join(set(proposals) - set(self._lines)), format=ox.RdfFormat.N_TRIPLES, to_graph=framework_graph(name)
        )
        derive(dataset, rules)
        self._lines = sorted({*self._lines, *proposals})
        self._record = _with(self._record, triples=len(self._lines))
        records[name] = self._record
        return assemble({**frameworks, name: self._lines}, records.values())

    def _report(
        self,
        dataset: Dataset,
        before: dict[bytes, tuple[str, int]],
        after: dict[bytes, tuple[str, int]],
        objections: tuple[str, ...],
        *,
        replaced: bool,
        applied: bool,
    ) -> ImportReport:
        self._clock.stop()
        derived = dataset.count(DERIVED)
        return ImportReport(
            framework=self._record,
            into=str(self._into),
            accepted=not objections,
            applied=applied and not objections,
            replaced=replaced,
            changes=changes(before, after),
            asserted=len(dataset.store) - derived,
            derived=derived,
            violations=objections,
            notes=self._notes,
            account=self._reading.account,
            seconds=tuple(self._clock.seconds.items()),
        )


class _Writer:
    """Fill a draft on a thread of its own, while what goes into it is still being judged; without a draft, do nothing.

    A draft that is not published goes with all that is in it, so that writing early does no harm.
    """

    def __init__(self, draft: Draft | None) -> None:
        from concurrent.futures import ThreadPoolExecutor

        self._draft = draft
        self._pool = ThreadPoolExecutor(1)
        self._due: list[Future[None]] = []

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def graphs(self, graphs: Mapping[ox.NamedNode, bytes]) -> None:
        """Write the triples of graphs into the store."""
        if self._draft is not None:
            self._due.append(self._pool.submit(self._draft.write_store, graphs))

    def derived(self, dataset: Dataset) -> None:
        """Write what the rules concluded into the store."""
        if self._draft is not None:
            text = dataset.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=DERIVED)
            self.graphs({DERIVED: text or b""})

    def frameworks(self, frameworks: Mapping[str, list[bytes]], copied: Iterable[str] = ()) -> None:
        """Write the triples of frameworks, and copy those of others, for later versions to be made from."""
        if self._draft is not None:
            for name, lines in frameworks.items():
                self._due.append(self._pool.submit(self._draft.write_framework, name, lines))
            for name in copied:
                self._due.append(self._pool.submit(self._draft.copy_framework, name))

    def wait(self) -> None:
        """Wait until all is written; raise what went wrong."""
        for future in self._due:
            future.result()


def _with(record: FrameworkRecord, **fields: object) -> FrameworkRecord:
    from dataclasses import replace

    return replace(record, **fields)  # type: ignore[arg-type]
