"""Load a career graph from files, or open one in a database."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import TYPE_CHECKING

import pyoxigraph as ox

from ecomgraph.arguments import Paths, checked, each_path
from ecomgraph.errors import ArgumentError, FrameworkError, UnknownNameError
from ecomgraph.graph.career_graph import CareerGraph
from ecomgraph.namespace import PREFIXES
from ecomgraph.store.dataset import ASSERTED, DERIVED, VOCABULARY, Dataset
from ecomgraph.store.framework_value import BUNDLED, closure, framework_graph, framework_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    # Not imported at run time: a caller who passes an rdflib graph has imported rdflib already.
    import rdflib  # noqa: TC004

    from ecomgraph.queries.library import Library
    from ecomgraph.reasoning.rules import Rule

__all__ = [
    "add_asserted",
    "added_rules",
    "alone",
    "library_of",
    "load",
    "open",
    "refuse_unfounded",
    "stated_language",
]


@checked
def load(
    *sources: str | os.PathLike[str] | rdflib.Graph,
    bundled: bool | None = None,
    alignments: bool = False,
    rules: Paths = (),
    queries: Paths = (),
    language: str = "",
) -> CareerGraph:
    """Return a graph in memory, with everything that the rules derive from it.

    Without ``sources``, this is the bundled framework, the career of an Ecommerce Director. Sources are files (Turtle,
    TriG, N-Triples, N-Quads or JSON-LD, by file extension) or rdflib graphs. They are loaded alone or, with
    ``bundled=True``, together with the bundled framework. ``alignments`` adds the mappings to ESCO, O*NET and
    schema.org. With ``bundled=True``, the sources form a framework that builds on the bundled one and is named after
    the first file; :meth:`CareerGraph.frameworks` lists both.

    ``rules`` are files with one SPARQL CONSTRUCT query each. They run together with the packaged rules; a rule runs
    after the rules whose output it reads. ``queries`` are folders of stored queries. A file that cannot be run, or has
    the name of another one, raises :class:`~ecomgraph.RuleError` or :class:`~ecomgraph.QueryError`. ``language`` is the
    language of labels and texts, as in :meth:`CareerGraph.in_language`.

    Malformed RDF raises :class:`~ecomgraph.ParseError`. So do blank nodes that are instances of a class of the
    vocabulary, such as ``[] a ecg:Role``, because they cannot be referred to. An unreadable source raises
    :class:`~ecomgraph.SourceError`. Instances of subclasses of the vocabulary's classes count as instances of these
    classes; see docs/model.md. Derived triples in the sources, such as those of ``ecg:requiresSkill``, are ignored,
    because the rules derive them again; triples that the rules do not derive raise :class:`~ecomgraph.FrameworkError`,
    which names them. :meth:`CareerGraph.validate` checks the content.

    >>> load().role("VP of Ecommerce").id
    'vp-of-ecommerce'
    """
    library = library_of(queries)
    added = added_rules(rules)
    dataset = Dataset()
    dataset.add_packaged("vocabulary", VOCABULARY)
    bundled = not sources if bundled is None else bundled
    if bundled:
        dataset.add_packaged("data", ASSERTED)
    if alignments:
        dataset.add_packaged("alignments", ASSERTED)
    name = _name(sources[0]) if sources else ""
    claims: list[ox.Triple] = []
    if sources:
        quads = [quad for source in sources for quad in _statements(source)]
        claims = add_asserted(dataset, quads, framework_graph(name) if bundled else ASSERTED)
    if bundled and not sources and not added:
        dataset.add_packaged("derived", DERIVED)
    else:
        from ecomgraph.reasoning.added_rules import with_added
        from ecomgraph.reasoning.rules import derive

        derive(dataset, with_added(added))
        refuse_unfounded(dataset, claims, sources)
    if sources and not bundled:
        dataset.language = stated_language(dataset)
    graph = _with_added(dataset, library, (rule.name for rule in added))
    graph._loaded = (name, bundled)
    return graph.in_language(language) if language else graph


def added_rules(rules: Paths) -> tuple[Rule, ...]:
    """Return the rules in the user's files."""
    files = each_path(rules)
    if not files:
        return ()
    from ecomgraph.reasoning.added_rules import read_rules

    return read_rules(files)


def add_asserted(dataset: Dataset, quads: Sequence[ox.Quad], graph_name: ox.NamedNode = ASSERTED) -> list[ox.Triple]:
    """Add quads and the triples they imply to a dataset; skip and return derived triples, which only rules may add."""
    from ecomgraph.reasoning.derived_claims import split_claims
    from ecomgraph.store.implied_triples import completed

    quads, claims = split_claims(quads)
    dataset.add(quads, graph_name)
    dataset.add(completed(quads), graph_name)
    return claims


def stated_language(dataset: Dataset) -> str:
    """Return the language that a framework in some files states; ``""`` unless exactly one language is stated."""
    found = dataset.store.quads_for_pattern(None, ox.NamedNode(PREFIXES["dcterms"] + "language"), None, None)
    said = {quad.object.value for quad in found if isinstance(quad.object, ox.Literal)}
    return said.pop() if len(said) == 1 else ""


def alone(graph: CareerGraph, name: str) -> CareerGraph:
    """Return the graph of one framework: the graph's own, or the bundled one loaded together with it.

    Raises :class:`~ecomgraph.UnknownNameError` if no framework has the name, and :class:`~ecomgraph.ArgumentError` for
    a framework whose files were loaded together with those of others into one graph.
    """
    known = [it.name for it in graph._frameworks()]
    if name not in known:
        raise UnknownNameError(name, "framework", known)
    if name == BUNDLED:
        return load() if len(known) > 1 else graph
    if name != known[0] or len(graph._with_bases()) != len(known):
        raise ArgumentError(f"{name}: files loaded together are one graph; import them into a database separately")
    return graph


def _name(source: str | os.PathLike[str] | rdflib.Graph) -> str:
    name = framework_name(PurePath(source).stem) if isinstance(source, str | os.PathLike) else "loaded"
    return f"{name}-2" if name == BUNDLED else name


def refuse_unfounded(
    dataset: Dataset, claims: list[ox.Triple], sources: Sequence[str | os.PathLike[str] | rdflib.Graph]
) -> None:
    """Raise :class:`~ecomgraph.FrameworkError` for derived triples that the rules do not conclude."""
    if not claims:
        return
    from ecomgraph.reasoning.derived_claims import unfounded
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
def open(  # noqa: A001
    database: str | os.PathLike[str], *, framework: str = "", queries: Paths = (), language: str = ""
) -> CareerGraph:
    """Return the graph in a database that ``ecomgraph import`` made, read-only, without parsing or deriving anything.

    ``framework`` is the name of the framework to open, together with those that it builds on. Without it, each question
    is answered by the framework of the nodes that it names. ``queries`` are folders of stored queries; ``language`` is
    the language of labels and texts, as in :meth:`CareerGraph.in_language`. Later imports do not change the graph. A
    path that is not a database raises :class:`~ecomgraph.SourceError`.
    """
    from ecomgraph.store.database import Database

    library = library_of(queries)
    found = Database(database)
    frameworks, datasets = found.read_all([framework] if framework else None)
    records = {it.name: it for it in frameworks}

    def opened(name: str, dataset: Dataset) -> CareerGraph:
        known = [records[it] for it in closure(name, records)]
        dataset.language = records[name].language
        graph = _with_added(dataset, library, (rule for record in known for rule, _ in record.rules))
        graph._known = tuple(known)
        return graph.in_language(language) if language else graph

    if framework or len(records) == 1:
        return opened(framework or next(iter(records)), datasets[0])
    from ecomgraph.graph.several_frameworks import SeveralFrameworks

    together, *datasets = datasets
    own = {it.language for it in frameworks}
    together.language = own.pop() if len(own) == 1 else ""
    graph = SeveralFrameworks(together, map(opened, records, datasets), frameworks)
    graph._library = library
    graph._rules = tuple(dict.fromkeys(rule for record in frameworks for rule, _ in record.rules))
    return graph.in_language(language) if language else graph


def library_of(queries: Paths) -> Library | None:
    """Return the stored queries including those in the user's folders; ``None`` if there are no such folders."""
    folders = each_path(queries)
    if not folders:
        return None
    from ecomgraph.queries.library import Library

    return Library(folders)


def _with_added(dataset: Dataset, library: Library | None, rules: Iterable[str]) -> CareerGraph:
    graph = CareerGraph(dataset)
    graph._library, graph._rules = library, tuple(dict.fromkeys(rules))
    return graph
