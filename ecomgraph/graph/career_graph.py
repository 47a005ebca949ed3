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

    Wherever a method takes the name of a thing, it takes an IRI, a CURIE, a slug, a preferred or an alternative label,
    in any case, or the value object. A name that matches nothing raises :class:`~ecomgraph.UnknownNameError`, one that
    matches several things :class:`~ecomgraph.AmbiguousNameError`.

    >>> from ecomgraph import load
    >>> graph = load()
    >>> [role.label for role in graph.roles()][:2]
    ['Chief Digital Officer', 'Ecommerce Director']

    A graph does not change, so its copy is the graph itself. The pickle of the bundled framework says only that it is
    bundled, and that of a database holds only the path: unpickling opens the database again and raises
    :class:`~ecomgraph.SourceError` if it has changed meanwhile. Graphs from files or from rdflib are pickled with their
    content.
    """

    # ------------------------------------------------------------------ frameworks

    def framework(self, name: str) -> CareerGraph:
        """Return the graph of one framework and of those that it builds on.

        Raises :class:`~ecomgraph.UnknownNameError` for a name that no framework has.
        """
        from ecomgraph.graph.loading import alone

        return alone(self, name)

    def of(self, *names: str | Entity, kind: Kind = "career node") -> CareerGraph:
        """Return the graph that answers questions about some things: in a database, that of their framework."""
        for name in names:
            self._lookup.iri(name, kind)
        return self

    def changes(self, before: str, after: str, role: str | Role = "") -> FrameworkChanges:
        """Return what changed from one framework, or one release of it, to another: what came, went and changed.

        The comparison covers roles, skills, levels and the like, requirements and transitions; with ``role``, only
        those of that role. Things are the same if they have one IRI, else one ``skos:notation``, else one name.

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
        """Run a stored query: one of :meth:`queries`, by its name, or another.

        Parameters are given as keywords; one that names a thing takes any name of it. Columns and their order are those
        of the query. Raises :class:`~ecomgraph.ParameterError` for a parameter that is unknown, missing or of the wrong
        kind.

        >>> from ecomgraph import load
        >>> load().query("skill-gap", source="ecommerce-manager", target="CDO").to_dicts()[0]["label"]
        'Adaptability'
        """
        from ecomgraph.queries import run_query

        stored = self._stored().get(query) if isinstance(query, str) else query
        return run_query(stored, self.dataset, self._names, parameters)

    def queries(self) -> tuple[StoredQuery, ...]:
        """Return the stored queries, by topic, then name: those of the package, of plugins, and of added folders.

        >>> from ecomgraph import load
        >>> [query.name for query in load().queries() if query.topic == "alignments"][:2]
        ['esco-concepts', 'esco-for-role']
        """
        return tuple(self._stored())

    def rules(self) -> tuple[str, ...]:
        """Return the names of the rules by which the graph was derived, sorted: those of the package and added ones.

        >>> from ecomgraph import load
        >>> load().rules()[:2]
        ('advances', 'collaborations')
        """
        from ecomgraph.reasoning.rules import packaged_rules

        return tuple(sorted({*(rule.name for rule in packaged_rules()), *self._rules}))

    def sparql(self, text: str) -> QueryResult | GraphResult | bool:
        """Run a SPARQL 1.1 query over all that is asserted and derived; the prefixes of the vocabulary are declared.

        A SELECT returns a table, ASK a truth value, CONSTRUCT and DESCRIBE triples.

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

        What does not conform is in the report, not an exception. ``engine="pyshacl"`` runs the reference engine, which
        gives the same report and takes much longer. ``shapes`` are files with further shapes; pyshacl runs those that
        the compiled engine does not cover, and ``report.notes`` say which, with the reason.
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
        """Set many people against the nodes; see docs/workforce.md.

        ``skills`` has the columns ``person``, ``skill`` and perhaps ``level``, ``people`` the columns ``person``,
        perhaps ``role``, and any to group and filter by: CSV, Parquet, or tables of Ibis. Skills and roles may have any
        name of theirs, and levels are those that :meth:`skill_gap` takes. Everybody in ``people`` counts, without a
        skill too; without ``people``, everybody in ``skills``. Names that match nothing are in
        :meth:`Workforce.unknown_names`.

        ``backend`` is ``duckdb``, ``local[N]`` or ``spark://host:port``; by default it is Spark for tables that are
        there, and otherwise DuckDB, which uses up to ``memory`` and the disk. ``keep`` is a folder for the numbers that
        names are turned into: the next call with the same files and graph takes them from there. ``progress`` is called
        with a line of text at times.

        Raises :class:`~ecomgraph.MissingDependencyError` without the extra ``workforce`` or ``spark``,
        :class:`~ecomgraph.SourceError` for a table that cannot be used, with the reason, and
        :class:`~ecomgraph.ArgumentError`. Nothing about people becomes part of the graph.
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
        """The same triples as a read-only rdflib dataset, default graph the union of all graphs.

        It shows the store itself, without a copy. To change triples, copy them (``mine = rdflib.Graph(); mine +=
        graph.rdflib.triples((None, None, None))``), and :func:`~ecomgraph.load` the copy.
        """
        from ecomgraph.store.rdflib_view import rdflib_view

        return rdflib_view(self.dataset)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """Return nodes and transitions as a networkx graph.

        Node and edge keys are IRIs. Nodes carry ``label``, ``id`` and ``kind``, edges ``kind``, ``basis``,
        ``new_skills`` and, where known, ``months``. ``new_skills`` is how many skills :meth:`new_skills` returns; the
        criterion of that name weighs them, by importance and degree, with what is raised and what the transition asks.
        """
        from ecomgraph.careers.networkx_graph import to_networkx

        return to_networkx(self.network)

    def write(self, path: str | os.PathLike[str], *, derived: bool = False, vocabulary: bool = False) -> None:
        """Write the asserted triples to a file, sorted; with ``derived`` and ``vocabulary`` also those.

        The format goes by the ending. Formats with named graphs (TriG, N-Quads) keep them apart. With all of them, a
        SPARQL server answers as this graph does.
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
        """Write the graph, or a part of it, for another tool, all or nothing; ``ecomgraph export --list`` names them.

        ``framework`` is the one to write, with those things of its bases that it refers to; it gives title, ids,
        language and rights. Without it, formats that hold several frameworks take all of them, and others the one that
        is meant (:meth:`of`).

        ``role``, ``level`` and ``specialization`` choose nodes, which are written with all that they need. ``derived``
        includes or excludes derived triples; by default they are excluded from formats that can be loaded again (RDF,
        csv, xlsx). ``language`` is that of texts in formats that have one, by default the graph's; one that no label is
        in raises :class:`~ecomgraph.ArgumentError`. ``title`` and ``date`` (``YYYY-MM-DD``) are for tools that want a
        framework to have them. ``version`` is that of the tool or the standard, where a format is written for several
        (odoo: 17, 18, 19; case: 1.0, 1.1; property-graph: neo4j, memgraph, ladybug), and ``map`` the mapping file of
        the format ``mapping``. ``force`` replaces what is there already.

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
