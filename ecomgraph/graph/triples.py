"""The part of the façade about the graph as RDF: queries, validation, views, files, exports."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from ecomgraph.arguments import Paths, checked
from ecomgraph.graph.moves import Moves
from ecomgraph.model import (
    ExperienceLevel,
    Role,
    Specialization,
)
from ecomgraph.reasoning.validation import Engine
from ecomgraph.store.dataset import DERIVED, VOCABULARY

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from ecomgraph.exchange.export_report import ExportReport
    from ecomgraph.queries import GraphResult, QueryResult, StoredQuery
    from ecomgraph.queries.library import Library
    from ecomgraph.reasoning.validation import ValidationReport


__all__ = ["Triples"]


@checked
class Triples(Moves):
    """SPARQL, SHACL, other libraries' graphs, files and exports."""

    def query(self, query: str | StoredQuery, /, **parameters: object) -> QueryResult:
        """Run a stored query: one of :meth:`queries`, by its name, or another.

        Parameters are given as keywords; one that names a thing takes any name of it. Columns and their order are those
        of the query. Raises :class:`~ecomgraph.ParameterError` for a parameter that is unknown, missing or of the wrong
        kind.

        >>> from ecomgraph import load
        >>> load().query("skill-gap", source="CDO", target="vp-of-ecommerce").to_dicts()[0]["label"]
        'Brand building'
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

    def _stored(self) -> Library:
        if self._library is None:
            from ecomgraph.queries.library import Library

            self._library = Library()
        return self._library

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
        """Judge the graph by the SHACL shapes; ``house_style`` adds the stricter ones for the bundled ontology.

        What does not conform is in the report, not an exception. ``engine="pyshacl"`` asks the reference engine, which
        gives the same report and takes much longer. ``shapes`` are files with shapes of your own to judge it by, too:
        what the compiled engine does not cover of them is run by pyshacl, which ``report.notes`` say with the reason.
        """
        from ecomgraph.reasoning.validation import validate

        return validate(self.dataset, house_style=house_style, engine=engine, shapes=shapes)

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
        ``new_skills`` and, where known, ``months``.
        """
        return self.network.to_networkx()

    def write(self, path: str | os.PathLike[str], *, derived: bool = False) -> None:
        """Write what is asserted, and with ``derived`` also what was concluded, to a file, sorted.

        The format goes by the ending. Formats with named graphs (TriG, N-Quads) keep asserted and derived apart.
        """
        from ecomgraph.store.parse import format_of
        from ecomgraph.store.write import serialize, write_bytes

        rdf_format = format_of(path)
        quads = [
            quad
            for quad in self.dataset.store
            if quad.graph_name != VOCABULARY and (derived or quad.graph_name != DERIVED)
        ]
        statements = quads if rdf_format.supports_datasets else [quad.triple for quad in quads]
        write_bytes(Path(path), serialize(statements, rdf_format))

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
        force: bool = False,
    ) -> ExportReport:
        """Write the graph, or a part of it, for another tool, all or nothing; ``ecomgraph export --list`` names them.

        ``role``, ``level`` and ``specialization`` choose nodes, which are written with all that they need. ``derived``
        adds what the rules concluded or leaves it out; by default it is left out of the formats that can be loaded
        again (RDF, csv, xlsx). ``title`` and ``date`` (``YYYY-MM-DD``) are for tools that want a framework to have
        them. ``force`` replaces what is there already.

        Raises :class:`~ecomgraph.ExportError` with a list of all that the tool would not take whole, and
        :class:`~ecomgraph.SourceError` for a destination that cannot be written.
        """
        from ecomgraph.exchange.part import Part
        from ecomgraph.exchange.registry import Options, export

        roles = (role,) if isinstance(role, str | Role) else tuple(role)
        part = Part(
            roles=tuple(sorted({self._find(it, "role") for it in roles})),
            level=self._find(level, "level") if level else "",
            specialization=self._find(specialization, "specialization") if specialization else "",
        )
        options = Options(part=part, derived=derived, language=language, title=title, date=date, force=force)
        return export(self.dataset, form, destination, options)
