"""Load a career graph from files, or open one in a database."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from ecomgraph.arguments import Paths, checked, each_path
from ecomgraph.errors import FrameworkError
from ecomgraph.graph.career_graph import CareerGraph
from ecomgraph.store.dataset import ASSERTED, DERIVED, VOCABULARY, Dataset

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    # A library that nobody has imported has no graphs to be loaded.
    import pyoxigraph as ox
    import rdflib  # noqa: TC004

    from ecomgraph.queries.library import Library
    from ecomgraph.reasoning.rules import Rule

__all__ = ["load", "open"]


@checked
def load(
    *sources: str | os.PathLike[str] | rdflib.Graph,
    bundled: bool | None = None,
    alignments: bool = False,
    rules: Paths = (),
    queries: Paths = (),
) -> CareerGraph:
    """Return a graph in memory, with all that the rules derive from it.

    Without ``sources`` it is the bundled framework, the career of an Ecommerce Director. Sources are files (Turtle,
    TriG, N-Triples, N-Quads, JSON-LD, by their names' endings) or rdflib graphs; they are loaded alone, or with
    ``bundled=True`` beside the bundled framework. ``alignments`` adds the mappings to ESCO, O*NET and schema.org.

    ``rules`` are files with a SPARQL CONSTRUCT each, which run together with those of the package, each after those
    whose conclusions it builds on. ``queries`` are folders of stored queries. What cannot be run among them, or has the
    name of another one, raises :class:`~ecomgraph.RuleError` or :class:`~ecomgraph.QueryError`.

    What is not well-formed RDF raises :class:`~ecomgraph.ParseError`, and so do blank nodes of a class of the
    vocabulary, such as ``[] a ecg:Role``, which nothing could ask for; what cannot be read raises
    :class:`~ecomgraph.SourceError`. Instances of subclasses of our classes are taken for instances of these; see
    docs/model.md. Derived properties, such as ``ecg:requiresSkill``, are left out where the rules conclude the same;
    where they do not, :class:`~ecomgraph.FrameworkError` names them. Whether the content makes sense is for
    :meth:`CareerGraph.validate` to say.

    >>> load().role("VP of Ecommerce").id
    'vp-of-ecommerce'
    """
    library = _library(queries)
    added: tuple[Rule, ...] = ()
    if files := each_path(rules):
        from ecomgraph.reasoning.added_rules import read_rules

        added = read_rules(files)
    dataset = Dataset()
    dataset.add_packaged("vocabulary", VOCABULARY)
    bundled = not sources if bundled is None else bundled
    if bundled:
        dataset.add_packaged("data", ASSERTED)
    if alignments:
        dataset.add_packaged("alignments", ASSERTED)
    claims: list[ox.Triple] = []
    if sources:
        from ecomgraph.reasoning.claims import split_claims
        from ecomgraph.store.completed import completed

        quads, claims = split_claims([quad for source in sources for quad in _statements(source)])
        dataset.add(quads)
        dataset.add(completed(quads))
    if bundled and not sources and not added:
        dataset.add_packaged("derived", DERIVED)
    else:
        from ecomgraph.reasoning.added_rules import with_added
        from ecomgraph.reasoning.rules import derive

        derive(dataset, with_added(added))
        _refuse_unfounded(dataset, claims, sources)
    return _with_added(dataset, library, (rule.name for rule in added))


def _refuse_unfounded(
    dataset: Dataset, claims: list[ox.Triple], sources: Sequence[str | os.PathLike[str] | rdflib.Graph]
) -> None:
    if not claims:
        return
    from ecomgraph.reasoning.claims import unfounded
    from ecomgraph.store.streams import shown

    if problems := unfounded(dataset, claims):
        names = (shown(os.fspath(it)) for it in sources if isinstance(it, str | os.PathLike))
        raise FrameworkError(", ".join(names) or "the graph", problems)


def _statements(source: str | os.PathLike[str] | rdflib.Graph) -> Sequence[ox.Quad]:
    from ecomgraph.store.reified import as_axioms

    if isinstance(source, str | os.PathLike):
        from ecomgraph.store.parse import parse_file

        return as_axioms(parse_file(source))[0]
    from ecomgraph.store.rdflib_view import from_rdflib

    return as_axioms(from_rdflib(source))[0]


@checked
def open(database: str | os.PathLike[str], *, queries: Paths = ()) -> CareerGraph:  # noqa: A001
    """Return the graph in a database that ``ecomgraph import`` made, read-only, without parsing or deriving anything.

    ``queries`` are folders of stored queries. The graph stays as it is, whatever is imported meanwhile. What is no
    database raises :class:`~ecomgraph.SourceError`.
    """
    from ecomgraph.store.database import Database

    found = Database(database)
    dataset = found.read()
    rules = (name for record in found.frameworks() for name, _ in record.rules)
    return _with_added(dataset, _library(queries), rules)


def _library(queries: Paths) -> Library | None:
    folders = each_path(queries)
    if not folders:
        return None
    from ecomgraph.queries.library import Library

    return Library(folders)


def _with_added(dataset: Dataset, library: Library | None, rules: Iterable[str]) -> CareerGraph:
    graph = CareerGraph(dataset)
    graph._library, graph._rules = library, tuple(dict.fromkeys(rules))
    return graph
