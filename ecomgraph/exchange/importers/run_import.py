"""Import a framework, all or nothing: read, derive, validate, compare, and only then put into place."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.arguments import checked, each_path
from ecomgraph.careers.framework_changes import FrameworkChange, FrameworkSide, framework_changes
from ecomgraph.errors import SourceError, UnknownNameError
from ecomgraph.exchange.importers.account import notes_of
from ecomgraph.exchange.importers.archives import unpacked
from ecomgraph.exchange.importers.assemble import (
    Census,
    Change,
    canonical,
    catalog_triples,
    census,
    compared,
    load_graphs,
)
from ecomgraph.exchange.importers.detect import detect, look
from ecomgraph.exchange.importers.draft_writer import DraftWriter
from ecomgraph.exchange.importers.framework_set import FrameworkSet
from ecomgraph.exchange.importers.import_options import ImportOptions, ImportReport, Reading
from ecomgraph.exchange.importers.import_steps import Clock, Progress
from ecomgraph.exchange.importers.ntriples_text import is_iri, is_language
from ecomgraph.exchange.importers.places import read_again, refuse_own_source
from ecomgraph.exchange.importers.problems import Problems
from ecomgraph.exchange.importers.readers import Packaged, kind_of, name_of, packaged_reading, read_source
from ecomgraph.exchange.importers.violations import violations
from ecomgraph.namespace import BASE
from ecomgraph.reasoning.added_rules import read_rules
from ecomgraph.reasoning.rules import derive
from ecomgraph.store.accept import MAX_VALUE
from ecomgraph.store.database import Database
from ecomgraph.store.framework_value import (
    BUNDLED,
    Framework,
    derived_graph,
    framework_graph,
    framework_iri,
    is_framework_name,
)
from ecomgraph.store.freed_memory import give_back
from ecomgraph.store.parse import FORMATS as RDF_ENDINGS
from ecomgraph.store.parse import parse_bytes
from ecomgraph.store.write import new_file, refuse_existing, serialize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ecomgraph.store.database_draft import Draft
    from ecomgraph.store.dataset import Dataset

__all__ = ["Packaged", "import_framework"]


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
    """Import a framework into a database, or write it to a file with the extension of an RDF format.

    Derivation and validation include the frameworks that it builds on, and those that build on it; others stay
    unchanged. An existing framework of the same name, or an existing file, is an error unless ``replace`` is true; the
    new framework then keeps base, title, version, publisher and rights if they are not given again. Nothing is written
    before everything was read, derived and validated, nor with ``dry_run``; validation results are in the report.
    ``progress`` is called with each step and its number of bytes or triples.

    Raises :class:`~ecomgraph.FrameworkError` with all problems of tables,
    :class:`~ecomgraph.ParseError` for RDF that is not well-formed, and :class:`~ecomgraph.SourceError` for a source or
    target that cannot be read or written.
    """
    work = _Import(source, Path(into), options or ImportOptions(), progress, replace=replace)
    return work.run(dry_run=dry_run)


def _taken(lines: list[str]) -> Iterator[str]:
    """Yield the lines from the end and remove each, because the text is not needed again."""
    while lines:
        yield lines.pop()


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
        self._clock = Clock(progress)
        self._rules = read_rules(each_path(self._options.rules))
        # The existing version of a framework that is replaced or extended.
        self._before: Framework | None = None
        self._reading, self._record, self._notes = self._read(source)
        self._refuse_long()
        self._clock.step("sort", len(self._reading.lines))
        self._lines = canonical(_taken(self._reading.lines))

    # ------------------------------------------------------------------ reading

    def _read(self, given: str | os.PathLike[str] | Packaged) -> tuple[Reading, Framework, tuple[str, ...]]:
        options = self._options
        if isinstance(given, Packaged):
            self._clock.step("read", 0)
            name = options.into_framework or options.name or given.name.lower()
            self._records_beside(name)
            reading = packaged_reading(given, self._own_labels(name))
            return reading, self._describe(name, "turtle", "ecomgraph", "", reading), ()
        refuse_own_source(given, self._into)
        with (
            read_again(given, options.max_size) as path,
            unpacked(path, options.max_size, options.format) as found,
        ):
            reading, record, notes = self._read_file(found.path)
        reading.account = (*found.account, *reading.account)
        return reading, record, (*notes_of(found.account), *notes)

    def _read_file(self, path: Path) -> tuple[Reading, Framework, tuple[str, ...]]:
        options = self._options
        source = look(path, options.max_size)
        form = detect(source, options.format, options.max_size) if not options.map else "mapping"
        self._clock.step("read", source.size)
        name = options.into_framework or options.name or (form if kind_of(form).published else name_of(source))
        # Checked before reading the source, so that an import that will be refused fails early.
        self._records_beside(name)
        problems = Problems(source.name)
        base = self._base_of(name, form)
        reading = read_source(source, form, options, problems, base, self._own_labels(name))
        return reading, self._describe(name, form, source.name, source.digest(), reading), problems.told()

    def _base_of(self, name: str, form: str) -> str:
        if self._options.base and not is_iri(self._options.base):
            raise SourceError(self._options.base, "is not an absolute IRI to which names can be appended (--base)")
        if self._options.base or (self._before and self._before.base):
            return self._options.base or (self._before.base if self._before else "")
        # A published framework gets the same IRIs in every database, regardless of its name and language there.
        return f"{BASE}framework/{form if kind_of(form).published else name}/"

    def _own_labels(self, name: str) -> str:
        """Return the prefix of blank node labels; a framework that is added to needs a new one."""
        return f"{name}-{self._before.triples}" if self._options.into_framework and self._before else name

    def _describe(self, name: str, form: str, source: str, digest: str, reading: Reading) -> Framework:
        options = self._options
        language = options.language or reading.language
        if language and not is_language(language):
            raise SourceError(source or name, f"{language!r} is not a language tag, such as en or pt-BR (--language)")
        if options.license and not is_iri(options.license):
            raise SourceError(options.license, "is not an IRI of a licence (--license)")
        before = self._before or Framework(name=name, title=name, iri="")
        joined = bool(options.into_framework)
        # Data packages may name a file.
        told = replace(reading, license=reading.license if is_iri(reading.license) else "")

        def chosen(field: str) -> str:
            found = [getattr(options, field), getattr(told, field, ""), getattr(before, field)]
            return next((text for text in ((found[0], found[2], found[1]) if joined else found) if text), "")

        base = reading.base or self._base_of(name, form)
        iri = reading.iri if name == BUNDLED else ""
        digests = f"{before.sha256} {digest}".encode()
        return Framework(
            name=name,
            title=chosen("title"),
            iri=iri or (before.iri if joined else framework_iri(name, base)),
            base=base,
            version=chosen("version"),
            language=(before.language if joined else "") or language,
            publisher=chosen("publisher"),
            license=chosen("license"),
            attribution=chosen("attribution"),
            grading=told.grading or before.grading,
            bases=before.bases,
            current=options.current or before.current,
            format=before.format if joined else form,
            source=f"{before.source}; {source}" if joined else source,
            sha256=sha256(digests).hexdigest() if joined else digest,
            imported=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            rules=(*(before.rules if joined else ()), *((rule.name, rule.text) for rule in self._rules)),
        )

    def _refuse_long(self) -> None:
        """Refuse values from tables or JSON that are too long for the store's files."""
        for line in self._reading.lines:
            if len(line) > MAX_VALUE:
                parse_bytes(line.encode(), ox.RdfFormat.N_TRIPLES, name=self._record.source)

    # ------------------------------------------------------------------ the import

    @property
    def _is_file(self) -> bool:
        return self._into.suffix.lower() in RDF_ENDINGS and not self._into.is_dir()

    def _records_beside(self, name: str) -> dict[str, Framework]:
        """Return the other frameworks of the database; raise if the name is taken and ``replace`` is false."""
        if not is_framework_name(name):
            raise SourceError(
                name, "cannot be the name of a framework: use a-z, 0-9 and hyphens, and no device's name (--name)"
            )
        joined = self._options.into_framework
        if self._is_file:
            if joined or self._options.extends:
                raise SourceError(
                    str(self._into),
                    "is a file, but only a framework in a database can build on others or be added to; name a folder",
                )
            if not self._replace:
                refuse_existing(self._into, "--replace")
            return {}
        database = Database(self._into)
        records = {record.name: record for record in database.frameworks()}
        if joined and joined not in records:
            raise UnknownNameError(joined, "framework", sorted(records))
        self._before = records.get(name)
        if name in records and not self._replace and not joined:
            reason = f"already has a framework {name!r}; replace it with --replace, or keep both with --name"
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
        # Again, because others may have written in the meantime.
        frameworks = FrameworkSet(self._records_beside(name), database)
        previous = database.lines(name) if self._before else []
        before = census(previous)
        if self._options.into_framework:
            self._lines = sorted({*previous, *self._lines})
        told = {*self._options.extends, *(it for it in self._record.bases if it in frameworks.records)}
        self._record = replace(self._record, bases=frameworks.bases_of(name, self._lines, told))
        if self._record.current:
            frameworks.records = {key: replace(it, current=False) for key, it in frameworks.records.items()}
        with DraftWriter(draft) as writer:
            dataset, changed, objections = self._judge(frameworks, writer, before)
            if draft is not None and not objections:
                self._clock.step("write", len(dataset.store))
                writer.framework(name, frameworks.packed(name))
                affected = frameworks.affected(name)
                for other in affected[1:]:
                    writer.framework(other, frameworks.packed(other))
                writer.copied(sorted(frameworks.records.keys() - {*affected}))
                writer.finish(frameworks.records, affected)
        report = self._report(dataset, changed, objections, applied=bool(draft))
        if draft is None and self._before is not None and not objections:
            report = replace(report, differences=self._differences(database, dataset))
        return report

    def _differences(self, database: Database, dataset: Dataset) -> tuple[FrameworkChange, ...]:
        """Return what would be added, removed and changed in the existing framework."""
        name, graph = self._record.name, framework_graph(self._record.name)
        language = self._record.language or "en"
        before = FrameworkSide(dataset=database.read(name), name=name, graph=graph, language=language)
        after = FrameworkSide(dataset=dataset, name=name, graph=graph, language=language)
        return framework_changes(before, after).changes

    def _run_into_file(self, *, dry_run: bool) -> ImportReport:
        frameworks = FrameworkSet({})
        with DraftWriter(None) as writer:
            dataset, changed, objections = self._judge(frameworks, writer, {})
        if not objections and not dry_run:
            lines = frameworks.lines(self._record.name)
            self._clock.step("write", len(lines))
            rdf_format = RDF_ENDINGS[self._into.suffix.lower()]
            graph = framework_graph(self._record.name)
            about = catalog_triples([self._record])
            quads = parse_bytes(b"".join(lines) + about, ox.RdfFormat.N_TRIPLES, name=self._record.source)
            in_graph = (ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in quads)
            with new_file(self._into, replace=self._replace) as file:
                file.write(
                    serialize(in_graph if rdf_format.supports_datasets else (it.triple for it in quads), rdf_format)
                )
        return self._report(dataset, changed, objections, applied=not dry_run)

    def _judge(
        self, frameworks: FrameworkSet, writer: DraftWriter, before: Census
    ) -> tuple[Dataset, tuple[Change, ...], tuple[str, ...]]:
        """Derive and validate the framework and those that build on it; return dataset, changes and violations."""
        name = self._record.name
        self._clock.step("load", len(self._lines))
        self._record = replace(self._record, triples=len(self._lines))
        frameworks.put(self._record, self._lines)
        counts, changed = compared(before, self._lines)
        # Free the memory for the store that is being filled.
        self._lines = []
        dataset = self._derived(frameworks, name, writer)
        if self._options.propose is not None:
            counts, changed = compared(before, frameworks.lines(name))
        self._record = frameworks.records[name] = replace(self._record, classes=counts)
        self._clock.step("validate", len(dataset.store))
        objections, notes = violations(dataset, self._reading, self._options.shapes, frameworks.others(name))
        self._notes += notes
        for other in frameworks.affected(name)[1:]:
            found, notes = violations(self._derived(frameworks, other, writer), Reading(lines=[]))
            objections += tuple(f"{other}, which builds on {name}: {text}" for text in found)
        return dataset, changed, objections

    def _derived(self, frameworks: FrameworkSet, name: str, writer: DraftWriter) -> Dataset:
        """Return the dataset of a framework with its bases and all derived triples."""
        graphs = frameworks.graphs(name)
        proposes = self._options.propose is not None and name == self._record.name
        if not proposes:
            writer.store(name, graphs)
        dataset = load_graphs(graphs, derived_graph(name))
        del graphs
        if name == self._record.name:
            self._clock.step("derive", len(dataset.store))
        rules = frameworks.rules(name)
        derive(dataset, rules)
        if proposes:
            self._propose(dataset, frameworks)
            writer.store(name, frameworks.graphs(name))
            derive(dataset, rules)
        # The rules and the validation that follows need much memory, each for itself.
        give_back()
        writer.derived(name, dataset)
        return dataset

    def _propose(self, dataset: Dataset, frameworks: FrameworkSet) -> None:
        """Add the transitions proposed from shared skills."""
        from ecomgraph.exchange.importers.propose import propose

        assert self._options.propose is not None
        name = self._record.name
        base = self._base_of(name, self._record.format)
        proposals = [line.encode() for line in propose(dataset, framework_graph(name), base, self._options.propose)]
        known = set(frameworks.lines(name))
        dataset.store.bulk_load(
            b"".join(set(proposals) - known), format=ox.RdfFormat.N_TRIPLES, to_graph=framework_graph(name)
        )
        lines = sorted({*known, *proposals})
        self._record = replace(self._record, triples=len(lines))
        frameworks.put(self._record, lines)

    def _report(
        self,
        dataset: Dataset,
        changed: tuple[Change, ...],
        objections: tuple[str, ...],
        *,
        applied: bool,
    ) -> ImportReport:
        self._clock.stop()
        derived = dataset.count(dataset.derived)
        return ImportReport(
            framework=self._record,
            into=str(self._into),
            accepted=not objections,
            applied=applied and not objections,
            replaced=self._before is not None,
            changes=changed,
            asserted=len(dataset.store) - derived,
            derived=derived,
            violations=objections,
            notes=self._notes,
            account=self._reading.account,
            seconds=tuple(self._clock.seconds.items()),
            understood=self._reading.understood,
        )
