"""The one class that people use: a career graph and the questions it answers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from ecomgraph.arguments import Paths, checked
from ecomgraph.careers.search.weights import Number, Weights
from ecomgraph.graph.gap_questions import GapQuestions
from ecomgraph.graph.node_questions import NodeQuestions
from ecomgraph.graph.path_questions import PathQuestions
from ecomgraph.languages import negotiated
from ecomgraph.model import Entity, ExperienceLevel, Role, Specialization
from ecomgraph.reading.lookup import each_named
from ecomgraph.reading.names import Kind
from ecomgraph.reasoning.engine_names import Engine

if TYPE_CHECKING:
    import ibis
    import networkx as nx
    import rdflib

    from ecomgraph.careers.framework_changes import FrameworkChanges, FrameworkSide
    from ecomgraph.exchange.export_report import ExportReport
    from ecomgraph.queries import GraphResult, QueryResult, StoredQuery
    from ecomgraph.reasoning.validation import ValidationReport
    from ecomgraph.workforce import Workforce

__all__ = ["CareerGraph"]


@checked
class CareerGraph(NodeQuestions, PathQuestions, GapQuestions):
    """A career graph and the questions it answers.

    Wherever a method takes the name of a thing, it accepts an IRI, a CURIE, a slug, a preferred or an alternative label
    (case does not matter), or the value object. A name that matches nothing raises
    :class:`~ecomgraph.UnknownNameError`; a name that matches several things raises
    :class:`~ecomgraph.AmbiguousNameError`.

    >>> from ecomgraph import load
    >>> graph = load()
    >>> [role.label for role in graph.roles()][:2]
    ['Chief Digital Officer', 'Ecommerce Director']

    A graph is immutable, so copying it returns the same object. The pickle of the bundled framework contains only a
    reference to the packaged files. The pickle of a database contains only its path: unpickling opens the database
    again, and raises :class:`~ecomgraph.SourceError` if it has changed since. Graphs from files or from rdflib are
    pickled with their content.
    """

    # ------------------------------------------------------------------ frameworks

    def framework(self, name: str) -> CareerGraph:
        """Return the graph of one framework and the frameworks that it builds on.

        Raises :class:`~ecomgraph.UnknownNameError` if no framework has the name.
        """
        from ecomgraph.graph.loading import alone

        return alone(self, name)

    def of(self, *names: str | Entity, kind: Kind = "career node") -> CareerGraph:
        """Return the graph that answers questions about these things: in a database, that of their framework."""
        for name in names:
            self._lookup.iri(name, kind)
        return self

    def changes(self, before: str, after: str, role: str | Role = "") -> FrameworkChanges:
        """Return what was added, removed or changed between two frameworks, or two releases of one.

        The comparison covers roles, skills, levels and other things, requirements and transitions; with ``role``, only
        those that belong to that role. Two things count as the same if they have the same IRI, else the same
        ``skos:notation``, else the same name.

        >>> from ecomgraph import load
        >>> load().changes("bundled", "bundled").changes
        ()
        """
        from ecomgraph.careers.framework_changes import framework_changes

        name = role.iri if isinstance(role, Role) else role
        return framework_changes(self.framework(before)._side_of(), self.framework(after)._side_of(), name)

    def _side_of(self) -> FrameworkSide:
        from ecomgraph.careers.framework_changes import FrameworkSide
        from ecomgraph.store.framework_value import framework_graph

        own, *bases = self._frameworks()
        graph = framework_graph(own.name) if bases else None
        language = own.language or self.language
        return FrameworkSide(dataset=self.dataset, name=own.name, graph=graph, language=language, reader=self.language)

    # ------------------------------------------------------------------ queries and validation

    def query(self, query: str | StoredQuery, /, **parameters: object) -> QueryResult:
        """Run a stored query, given as the name of one of :meth:`queries` or as a :class:`~ecomgraph.StoredQuery`.

        Parameters are passed as keyword arguments; a parameter that refers to a thing accepts any of its names. The
        result has the columns that the query declares, in the declared order. Raises :class:`~ecomgraph.ParameterError`
        for a parameter that is unknown, missing or of the wrong type.

        >>> from ecomgraph import load
        >>> load().query("skill-gap", source="ecommerce-manager", target="CDO").to_dicts()[0]["label"]
        'Adaptability'
        """
        from ecomgraph.queries import run_query

        stored = self._stored().get(query) if isinstance(query, str) else query
        return run_query(stored, self.dataset, self._names, parameters)

    def queries(self) -> tuple[StoredQuery, ...]:
        """Return the stored queries of the package, of plugins and of added folders, by topic, then name.

        >>> from ecomgraph import load
        >>> [query.name for query in load().queries() if query.topic == "alignments"][:2]
        ['esco-concepts', 'esco-for-role']
        """
        return tuple(self._stored())

    def rules(self) -> tuple[str, ...]:
        """Return the names of the derivation rules of this graph, packaged and added, sorted.

        >>> from ecomgraph import load
        >>> load().rules()[:2]
        ('advances', 'collaborations')
        """
        from ecomgraph.reasoning.rules import packaged_rules

        return tuple(sorted({*(rule.name for rule in packaged_rules()), *self._rules}))

    def sparql(self, text: str) -> QueryResult | GraphResult | bool:
        """Run a SPARQL 1.1 query over all asserted and derived triples; well-known prefixes are predeclared.

        SELECT returns a table, ASK a boolean, CONSTRUCT and DESCRIBE return triples.

        >>> from ecomgraph import load
        >>> load().sparql("ASK { role:ecommerce-manager ecg:advancesTo+ role:chief-digital-officer }")
        True
        """
        from ecomgraph.queries import ask

        return ask(self.dataset, text)

    def validate(
        self, *, house_style: bool = False, engine: Engine = "compiled", shapes: Paths = ()
    ) -> ValidationReport:
        """Validate the graph against the SHACL shapes; ``house_style`` adds stricter ones for the bundled ontology.

        Violations are returned in the report and raise no exception. ``engine="pyshacl"`` runs the reference engine,
        which gives the same report and takes much longer. ``shapes`` are files with additional shapes; those that the
        compiled engine does not support are run by pyshacl, and ``report.notes`` names them with the reason.
        """
        from ecomgraph.reasoning.validation import validate

        return validate(self.dataset, house_style=house_style, engine=engine, shapes=shapes)

    # ------------------------------------------------------------------ many people

    def workforce(
        self,
        skills: str | os.PathLike[str] | ibis.Table,
        people: str | os.PathLike[str] | ibis.Table | None = None,
        backend: str | None = None,
        *,
        essential: Number = 1,
        optional: Number = 0.5,
        keep: str | os.PathLike[str] | None = None,
        memory: str = "2GB",
        progress: Callable[[str], None] | None = None,
    ) -> Workforce:
        """Compare many people with the nodes of the graph; see docs/workforce.md.

        ``skills`` has the columns ``person``, ``skill`` and optionally ``level``; ``people`` has the column ``person``,
        optionally ``role``, and any further columns to group and filter by. Each is a CSV file, a Parquet file or an
        Ibis table. Skills and roles may be given by any of their names; levels take the values that :meth:`skill_gap`
        accepts. Everybody in ``people`` counts, even without a skill; if ``people`` is not given, everybody in
        ``skills`` counts. Names that match nothing are reported by :meth:`Workforce.unknown_names`.

        ``backend`` is ``duckdb``, ``local[N]`` or ``spark://host:port``. The default is Spark for tables that are in
        Spark already, otherwise DuckDB, which uses up to ``memory`` and then spills to disk. ``keep`` is a folder that
        caches the numbers to which names are resolved, for later calls with the same files and graph. ``progress`` is
        called from time to time with a line of text.

        Raises :class:`~ecomgraph.MissingDependencyError` if the extra ``workforce`` or ``spark`` is not installed,
        :class:`~ecomgraph.SourceError` for a table that cannot be used, with the reason, and
        :class:`~ecomgraph.ArgumentError` for an invalid argument. No data about people is added to the graph.
        """
        from ecomgraph.workforce import Workforce

        weights = Weights.of(essential, optional)
        return Workforce.made(
            self.network,
            self._lookup,
            weights,
            skills,
            people,
            backend=backend,
            keep=keep,
            memory=memory,
            progress=progress or (lambda _: None),
        )

    # ------------------------------------------------------------------ other libraries, files, exports

    @property
    def rdflib(self) -> rdflib.Dataset:
        """The same triples as a read-only rdflib dataset, whose default graph is the union of all graphs.

        This is a view of the store, not a copy. To change triples, copy them (``mine = rdflib.Graph(); mine +=
        graph.rdflib.triples((None, None, None))``) and :func:`~ecomgraph.load` the copy.
        """
        from ecomgraph.store.rdflib_view import rdflib_view

        return rdflib_view(self.dataset)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return nodes and transitions as a networkx graph.

        Node and edge keys are IRIs. Node attributes are ``label``, ``id`` and ``kind``; edge attributes are ``kind``,
        ``basis``, ``new_skills`` and, if known, ``months``. ``new_skills`` is the number of skills that
        :meth:`new_skills` returns. The path criterion ``new_skills`` differs: it weighs skills by importance and
        degree, and includes raised skills and those that the transition requires.
        """
        from ecomgraph.careers.networkx_graph import to_networkx

        return to_networkx(self.network)

    def write(self, path: str | os.PathLike[str], *, derived: bool = False, vocabulary: bool = False) -> None:
        """Write the asserted triples to a file, sorted; ``derived`` and ``vocabulary`` add those triples.

        The file extension selects the format. Formats with named graphs (TriG, N-Quads) keep the three sets apart. If
        all three are written, a SPARQL server that loads the file answers as this graph does.
        """
        from ecomgraph.store.write import write_graph

        write_graph(self.dataset, path, derived=derived, vocabulary=vocabulary)

    def export(
        self,
        form: str,
        destination: str | os.PathLike[str],
        *,
        role: str | Role | Iterable[str | Role] = (),
        level: str | ExperienceLevel | None = None,
        specialization: str | Specialization | None = None,
        derived: bool | None = None,
        language: str = "",
        title: str = "",
        date: str = "",
        map: str | os.PathLike[str] | None = None,  # noqa: A002
        version: str = "",
        force: bool = False,
        framework: str = "",
    ) -> ExportReport:
        """Write the graph, or a part of it, in the format of another tool; on failure, nothing is written.

        ``ecomgraph export --list`` lists the formats. ``framework`` is the framework to write, together with the things
        of its bases that it refers to; title, ids, language and rights are taken from it. Without it, formats that hold
        several frameworks get all of them, and other formats get the default framework (:meth:`of` without names).

        ``role``, ``level`` and ``specialization`` select nodes, which are written with everything that they need.
        ``derived`` includes or excludes derived triples; by default they are excluded from formats that can be loaded
        again (RDF, csv, xlsx). ``language`` is the language of the texts in formats that allow only one, by default
        that of the graph; a language that no label has raises :class:`~ecomgraph.ArgumentError`. ``title`` and ``date``
        (``YYYY-MM-DD``) are for tools that require them. ``version`` is the version of the tool or standard, for
        formats that support several (odoo: 17, 18, 19; case: 1.0, 1.1; property-graph: neo4j, memgraph, ladybug);
        ``map`` is the mapping file of the format ``mapping``. ``force`` replaces an existing destination.

        Raises :class:`~ecomgraph.ExportError` with a list of everything that the tool would not accept, and
        :class:`~ecomgraph.SourceError` for a destination that cannot be written.
        """
        if framework and framework not in {it.name for it in self._frameworks()[:1]}:
            chosen = self.framework(framework)
            return chosen.export(
                form,
                destination,
                role=role,
                level=level,
                specialization=specialization,
                derived=derived,
                language=language,
                title=title,
                date=date,
                map=map,
                version=version,
                force=force,
            )
        from ecomgraph.exchange.part import Part
        from ecomgraph.exchange.registry import Options, export

        part = Part(
            roles=tuple(sorted({self._lookup.iri(it, "role") for it in each_named(role)})),
            level=self._lookup.iri(level, "level") if level else "",
            specialization=self._lookup.iri(specialization, "specialization") if specialization else "",
        )
        options = Options(
            part=part,
            frameworks=self._with_bases(),
            derived=derived,
            language=language or negotiated(self.language, self.dataset.languages()),
            title=title,
            date=date,
            map=map,
            version=version,
            force=force,
        )
        return export(self.dataset, form, destination, options)
