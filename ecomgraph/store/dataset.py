"""The dataset: triples in the named graphs of an Oxigraph store, and queries over all of them."""

from __future__ import annotations

import copyreg
import re
import zlib
from typing import TYPE_CHECKING, Any, TypeAlias, get_args

import pyoxigraph as ox

from ecomgraph.errors import QueryError
from ecomgraph.languages import ENGLISH, best_text, canonical, policy_of, prevailing
from ecomgraph.namespace import BASE, PREFIXES
from ecomgraph.store.packaged import packaged_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from ecomgraph.store.name_index import NameIndex
    from ecomgraph.store.network_file import NetworkFile
    from ecomgraph.store.packaged import Part

__all__ = [
    "ASSERTED",
    "DERIVED",
    "PART",
    "VOCABULARY",
    "Dataset",
    "Source",
    "Term",
    "in_parts",
    "is_derived",
    "term_of",
]

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

# Registered because terms cannot otherwise be pickled with protocols 0 and 1.
for _cls in (*get_args(Term), ox.Quad):
    copyreg.pickle(_cls, lambda term: object.__reduce_ex__(term, 2))

# A function that makes a dataset, and its arguments.
Source: TypeAlias = "tuple[Callable[..., Dataset], tuple[Any, ...]]"

ASSERTED = ox.NamedNode(f"{BASE}graph/asserted")
DERIVED = ox.NamedNode(f"{BASE}graph/derived")
VOCABULARY = ox.NamedNode(f"{BASE}graph/vocabulary")
# The number of bytes of N-Triples to load at once: loading takes up to six times as much memory as the text.
PART = 8 << 20
_PREDICATE = re.compile(rb"^\S+ <(\S+)> ", re.MULTILINE)
_PREF_LABEL = f"{PREFIXES['skos']}prefLabel"


def is_derived(graph: object) -> bool:
    """Return whether a graph holds derived triples, of one framework or of all that was loaded.

    >>> is_derived(DERIVED), is_derived(ox.NamedNode(f"{DERIVED.value}/onet")), is_derived(ASSERTED)
    (True, True, False)
    """
    return isinstance(graph, ox.NamedNode) and (graph == DERIVED or graph.value.startswith(f"{DERIVED.value}/"))


def in_parts(lines: bytes, size: int = PART) -> Iterator[bytes]:
    r"""Yield a text in parts of whole lines, each of at least ``size`` bytes and no longer than necessary.

    >>> list(in_parts(b"a\nbc\nd\n", 3))
    [b'a\nbc\n', b'd\n']
    """
    start = 0
    while start < len(lines):
        end = lines.find(b"\n", start + size - 1) + 1 or len(lines)
        yield lines[start:end]
        start = end


def term_of(key: str) -> ox.NamedNode | ox.BlankNode:
    """Return the node with a key: an IRI, or ``_:`` and the label of a blank node."""
    return ox.BlankNode(key[2:]) if key.startswith("_:") else ox.NamedNode(key)


def _closed(iri: str) -> str:
    return f"{iri}>"


class Dataset:
    """Triples in an Oxigraph store; queries run on the union of all named graphs.

    The named graph of a triple gives its origin: :data:`ASSERTED`, :data:`DERIVED`, :data:`VOCABULARY`, or a named
    graph of the input. No triple is in two graphs, because Oxigraph's union would then count it twice. In a
    ``combined`` store, where several frameworks assert the same triples, the default graph holds each triple once, and
    queries run on it.
    """

    def __init__(
        self,
        store: ox.Store | None = None,
        *,
        source: Source | None = None,
        identity: str = "",
        derived: ox.NamedNode = DERIVED,
        combined: bool = False,
        names: NameIndex | None = None,
        network: NetworkFile | None = None,
        blank_nodes: bool = True,
    ) -> None:
        """Wrap a store; ``source`` tells another process how to open a read-only store.

        ``identity`` is the identity of a database version; see :attr:`Database.identity`. ``derived`` is the graph for
        derived triples. ``names`` is the stored index of names of a database, ``network`` its stored network.
        ``blank_nodes`` is false if the store is known to have none.
        """
        self.store = ox.Store() if store is None else store
        self.derived = derived
        self.names = names
        self.network = network
        self.blank_nodes = blank_nodes
        # The graph to search: None for all graphs, or the one that holds all triples.
        self.everywhere = ox.DefaultGraph() if combined else None
        self.source = (_from_packaged, ((),)) if store is None else source
        self.identity = identity
        # The language of its framework; "" if unknown.
        self.language = ""
        self._size = None if source else len(self.store)

    def __reduce__(self) -> tuple[Callable[..., Dataset], tuple[object, ...]]:
        """Pickle a database as its path, packaged files as their parts, and anything else as its content."""
        if self.source is None or not self._is_from(self.source):
            quads = self.store.dump(format=ox.RdfFormat.N_QUADS) or b""
            self._made_of((_from_quads, (zlib.compress(quads, 1),)))
        return _shared, (self.source, self.language)

    def _made_of(self, source: Source | None) -> None:
        self.source, self._size = source, len(self.store)

    def _is_from(self, source: Source) -> bool:
        # Others may have written to the store.
        return self.source == source and self._size in {None, len(self.store)}

    def add(self, statements: Iterable[ox.Triple | ox.Quad], graph: ox.NamedNode = ASSERTED) -> int:
        """Add triples that are in no graph yet to a graph, and return their number.

        Quads stay in their named graph; derived ones are left out, because the rules derive them again.
        """
        fresh: dict[ox.Triple, ox.NamedNode | ox.BlankNode] = {}
        for statement in statements:
            triple = statement.triple if isinstance(statement, ox.Quad) else statement
            named = statement.graph_name if isinstance(statement, ox.Quad) else None
            origin = named if isinstance(named, ox.NamedNode | ox.BlankNode) else graph
            if not is_derived(origin) and triple not in fresh and triple not in self:
                fresh[triple] = origin
        self.source = None
        self.store.extend(_in_graph(triple, origin) for triple, origin in fresh.items())
        return len(fresh)

    def add_derived(self, triples: Iterable[ox.Triple]) -> set[ox.Triple]:
        """Add triples that are in no graph yet to the derived graph, and return them."""
        self.source = None
        fresh = set(triples)
        known = {
            predicate
            for predicate in {triple.predicate for triple in fresh}
            if next(self.store.quads_for_pattern(None, predicate, None, None), None) is not None
        }
        fresh = {triple for triple in fresh if triple.predicate not in known or triple not in self} if known else fresh
        self.store.extend(_in_graph(triple, self.derived) for triple in fresh)
        return fresh

    def extend_derived(self, triples: ox.QueryTriples) -> None:
        """Add triples without blank nodes, which are known to be in no graph yet, to the derived graph.

        This takes a fraction of the time of :meth:`add_derived`, because no triple becomes a Python object.
        """
        self._load_derived(triples.serialize(format=ox.RdfFormat.N_TRIPLES) or b"")

    def add_concluded(self, triples: ox.QueryTriples) -> tuple[int, bytes]:
        """Add the triples of a query result that are in no graph yet to the derived graph.

        Returns their number, and the whole result as N-Triples. This differs from :meth:`extend_derived` in that
        triples may have blank nodes, and other graphs may have the same properties.
        """
        text = triples.serialize(format=ox.RdfFormat.N_TRIPLES) or b""
        predicates = {ox.NamedNode(it[1].decode()) for it in _PREDICATE.finditer(text)}
        others = [graph for graph in self.store.named_graphs() if graph != self.derived]
        elsewhere = any(
            next(self.store.quads_for_pattern(None, predicate, None, graph), None) is not None
            for predicate in predicates
            for graph in others
        )
        if elsewhere or b"_:" in text:
            quads = ox.parse(text, format=ox.RdfFormat.N_TRIPLES, lenient=True)
            return len(self.add_derived(quad.triple for quad in quads)), text
        before = len(self.store)
        self._load_derived(text)
        return len(self.store) - before, text

    def _load_derived(self, text: bytes) -> None:
        self.source = None
        for part in in_parts(text):
            self.store.bulk_load(part, format=ox.RdfFormat.N_TRIPLES, to_graph=self.derived, lenient=True)

    def add_packaged(self, part: Part, graph: ox.NamedNode) -> None:
        """Add the packaged files of one part; no triple occurs in two files or two parts."""
        for file in packaged_files(part):
            self.store.load(file.read_bytes(), format=ox.RdfFormat.TURTLE, to_graph=graph, lenient=True)
        parts = self.source[1][0] if self.source and self.source[0] is _from_packaged else None
        self._made_of(None if parts is None else (_from_packaged, ((*parts, (part, graph.value)),)))

    def __contains__(self, triple: ox.Triple) -> bool:
        found = self.store.quads_for_pattern(triple.subject, triple.predicate, triple.object, self.everywhere)
        return next(found, None) is not None

    def triples(self, graph: ox.NamedNode | None = None) -> Iterator[ox.Triple]:
        """Yield the triples of one graph, by default of all graphs, in no particular order."""
        return (quad.triple for quad in self.store.quads_for_pattern(None, None, None, graph or self.everywhere))

    def quads(self) -> Iterator[ox.Quad]:
        """Yield the triples of all named graphs, each with its graph, in no particular order."""
        return (quad for quad in self.store if quad.graph_name != ox.DefaultGraph())

    def count(self, graph: ox.NamedNode | ox.BlankNode | None = None) -> int:
        """Return the number of triples in a graph, by default in all graphs together."""
        if graph is None and self.everywhere is None:
            return len(self.store)
        if isinstance(graph, ox.BlankNode):
            return len(list(self.store.quads_for_pattern(None, None, None, graph)))
        pattern = "?s ?p ?o" if graph is None else f"GRAPH {graph} {{ ?s ?p ?o }}"
        rows = self.select(f"SELECT (COUNT(*) AS ?count) {{ {pattern} }}")
        return next(int(row["count"].value) for row in rows)

    def objects(self, subject: str, predicate: str) -> list[Term]:
        """Return the objects of a subject (an IRI or ``_:`` and a label) and a predicate (an IRI), sorted."""
        found = self.store.quads_for_pattern(term_of(subject), ox.NamedNode(predicate), None, self.everywhere)
        objects = [quad.object for quad in found]
        return objects if len(objects) < 2 else sorted(objects, key=str)

    def iris(self, subject: str, predicate: str) -> list[str]:
        """Return those objects of a subject and a predicate that are IRIs, sorted."""
        found = self.store.quads_for_pattern(term_of(subject), ox.NamedNode(predicate), None, self.everywhere)
        iris = [term.value for quad in found if isinstance(term := quad.object, ox.NamedNode)]
        # The same order as for terms, which end in ">": <a> follows <a/b>.
        return iris if len(iris) < 2 else sorted(iris, key=_closed)

    def subjects(self, predicate: str, obj: str) -> list[str]:
        """Return the subjects (IRIs) that have the IRI ``obj`` as value of ``predicate``, sorted."""
        found = self.store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(obj), self.everywhere)
        return sorted(quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode))

    def select(self, query: str) -> ox.QuerySolutions:
        """Run a SELECT query of the package itself, without the query guard."""
        rows = self.store.query(query, use_default_graph_as_union=self.everywhere is None)
        assert isinstance(rows, ox.QuerySolutions)
        return rows

    def pairs(self, predicate: str) -> Iterator[tuple[str, str]]:
        """Yield the subject and the object (IRIs) of each triple with a predicate, in no particular order."""
        return zip(*self.columns(predicate), strict=True)

    def columns(self, predicate: str) -> tuple[list[str], list[str]]:
        """Return the subjects and the objects (IRIs) of the triples with a predicate, side by side, in no order."""
        query = f"SELECT ?subject ?object {{ ?subject {ox.NamedNode(predicate)} ?object }}"
        rows = self.select(query)
        # Splitting the serialized result is twice as fast as iterating over rows.
        text = rows.serialize(format=ox.QueryResultsFormat.TSV) or b""
        table = text.decode().partition("\n")[2]
        if table.count(">\t<") != table.count("\n") or '"' in table or "<<" in table:
            pairs = (line.split("\t") for line in table.split("\n")[:-1])
            table = "".join(f"{one}\t{other}\n" for one, other in pairs if _is_iri(one) and _is_iri(other))
        cells = table[1:-2].replace(">\n<", ">\t<").split(">\t<") if table else []
        return cells[::2], cells[1::2]

    def subjects_of_both(self, one: str, other: str) -> list[str]:
        """Return the subjects (IRIs) that have values of two predicates, sorted."""
        query = f"SELECT DISTINCT ?subject {{ ?subject {ox.NamedNode(one)} ?a ; {ox.NamedNode(other)} ?b }}"
        rows = self.select(query)
        return sorted(row[0].value for row in rows if isinstance(row[0], ox.NamedNode))

    def literal(self, subject: str, predicate: str, language: str = "") -> str:
        """Return the literal value in the best language for a reader; ``""`` if there is none."""
        found = [it for it in self.objects(subject, predicate) if isinstance(it, ox.Literal)]
        return best_text(found, policy_of(language, self.language)) if found else ""

    def shown_language(self, asked: str = "") -> str:
        """Return the language of most labels as a reader of a language sees them; English if they have no tag."""
        policy = policy_of(asked, self.language)
        return canonical(prevailing(self.languages(), policy) or self.language or ENGLISH)

    def languages(self) -> dict[str, int]:
        """Return the number of preferred labels outside the vocabulary per language tag, in lower case.

        The tag ``""`` stands for labels without a language. This reads all labels.
        """
        query = f"""
        SELECT ?tag (COUNT(*) AS ?count) {{
          GRAPH ?graph {{ ?thing <{_PREF_LABEL}> ?label }}
          FILTER(?graph != {VOCABULARY})
          BIND(LCASE(LANG(?label)) AS ?tag)
        }} GROUP BY ?tag
        """
        rows = self.select(query)
        return dict(sorted((row["tag"].value, int(row["count"].value)) for row in rows if row["tag"] is not None))

    def query(
        self,
        text: str,
        substitutions: Mapping[str, Term] | None = None,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
        """Run a SPARQL query over the union of the graphs, with well-known prefixes, and variables bound to terms.

        ``default_graphs`` and ``named_graphs`` (IRIs) replace ``FROM`` and ``FROM NAMED``. The columns of ``SELECT *``
        are in the order in which they occur in the text. Raises :class:`~ecomgraph.QueryError` for a syntax error, an
        update, ``SERVICE``, and ``FROM`` with a graph of another dataset.
        """
        from ecomgraph.store.query_guard import check_query

        # Editors may put a byte order mark before the text.
        checked = check_query(text.removeprefix("\ufeff"))
        for iri in (*checked.graphs, *default_graphs, *named_graphs):
            if iri not in {graph.value for graph in self.store.named_graphs()}:
                raise QueryError(f"FROM <{iri}> is refused: the dataset has no such graph")
        chosen: dict[str, Any] = {}
        if default_graphs or named_graphs:
            chosen["default_graph"] = [ox.NamedNode(iri) for iri in default_graphs]
            chosen["named_graphs"] = [ox.NamedNode(iri) for iri in named_graphs]
        elif not checked.graphs and self.everywhere is None:
            # With the union as default graph, Oxigraph would ignore FROM.
            chosen["use_default_graph_as_union"] = True
        bound = {ox.Variable(name): term for name, term in (substitutions or {}).items()}
        try:
            found = self.store.query(checked.rendering, substitutions=bound, **chosen)
            if isinstance(found, ox.QuerySolutions):
                # The engine orders the columns of SELECT * by name. Solutions are lazy, so a second run costs little.
                again = checked.in_order([variable.value for variable in found.variables])
                return self.store.query(again, substitutions=bound, **chosen) if again else found
            return found
        except SyntaxError as error:
            from ecomgraph.store.syntax_error import explained

            raise QueryError(f"not a SPARQL query: {explained(checked, str(error))}") from None
        except (RuntimeError, ValueError) as error:
            raise QueryError(f"the query cannot be run: {error}") from None


# The dataset that was unpickled last, cached because process pools send the same graph with every task.
_last: list[tuple[Source, Dataset]] = []


def _shared(source: Source, language: str = "") -> Dataset:
    """Return the dataset that was last made from a source if the source is unchanged, else a new one."""
    for last, dataset in _last:
        if last == source and dataset.language == language and dataset._is_from(source):
            return dataset
    make, arguments = source
    dataset = make(*arguments)
    dataset.language = language
    _last[:] = [(source, dataset)]
    return dataset


def _from_packaged(parts: Iterable[tuple[Part, str]]) -> Dataset:
    dataset = Dataset()
    for part, graph in parts:
        dataset.add_packaged(part, ox.NamedNode(graph))
    return dataset


def _from_quads(quads: bytes) -> Dataset:
    store = ox.Store()
    # A dump of a store is valid, so it needs no checks.
    store.bulk_extend(ox.parse(zlib.decompress(quads), format=ox.RdfFormat.N_QUADS, lenient=True))
    dataset = Dataset(store)
    dataset._made_of((_from_quads, (quads,)))
    return dataset


def _in_graph(triple: ox.Triple, graph: ox.NamedNode | ox.BlankNode) -> ox.Quad:
    return ox.Quad(triple.subject, triple.predicate, triple.object, graph)


def _is_iri(term: str) -> bool:
    """Return whether a term in SPARQL TSV is an IRI."""
    return term.startswith("<") and not term.startswith("<<")
