"""The façade: load a career graph, ask it questions, validate it, write it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import pyoxigraph as ox

from ecomgraph.careers import requirements
from ecomgraph.careers.network import Network
from ecomgraph.careers.paths import Criterion, Request, best_paths, least_steps, pareto_front
from ecomgraph.careers.weights import STANDARD, Number, Weights
from ecomgraph.catalog import Catalog
from ecomgraph.errors import AmbiguousNameError, ArgumentError, UnknownNameError
from ecomgraph.model import (
    Activity,
    CareerNode,
    CareerPath,
    Challenge,
    Entity,
    ExperienceLevel,
    Objective,
    Responsibility,
    Role,
    RoleProfile,
    Skill,
    SkillGap,
    Specialization,
    TeamRole,
)
from ecomgraph.names import Names
from ecomgraph.namespace import ECG
from ecomgraph.store.dataset import ASSERTED, DERIVED, VOCABULARY, Dataset

if TYPE_CHECKING:
    import networkx as nx
    import rdflib

    from ecomgraph.careers.diagrams import Form
    from ecomgraph.model import (
        Characteristic,
        Collaboration,
        Comparison,
        Difference,
        Explanation,
        Plan,
        RequiredSkill,
        SimilarNode,
        Transition,
    )
    from ecomgraph.names import Kind
    from ecomgraph.queries import GraphResult, QueryResult, StoredQuery
    from ecomgraph.validation import Engine, ValidationReport

__all__ = ["CareerGraph", "load"]

NodeLike = str | CareerNode
_T = TypeVar("_T")
_E = TypeVar("_E", bound=Entity)
Several: TypeAlias = _T | Iterable[_T]
SkillSet: TypeAlias = Iterable[str | Skill]


def load(
    *sources: str | os.PathLike[str] | rdflib.Graph, bundled: bool | None = None, alignments: bool = False
) -> CareerGraph:
    """Return a graph in memory, with all that the rules derive from it.

    Without ``sources`` it is the bundled framework, the career of an Ecommerce Director. Sources are files (Turtle,
    TriG, N-Triples, N-Quads, JSON-LD, by their names' endings) or rdflib graphs; they are loaded alone, or with
    ``bundled=True`` beside the bundled framework. ``alignments`` adds the mappings to ESCO, O*NET and schema.org.

    What is not well-formed RDF raises :class:`~ecomgraph.ParseError`, what cannot be read
    :class:`~ecomgraph.SourceError`. Whether the content makes sense is for :meth:`CareerGraph.validate` to say.

    >>> load().role("VP of Ecommerce").id
    'vp-of-ecommerce'
    """
    dataset = Dataset()
    dataset.add_packaged("vocabulary", VOCABULARY)
    bundled = not sources if bundled is None else bundled
    if bundled:
        dataset.add_packaged("data", ASSERTED)
    if alignments:
        dataset.add_packaged("alignments", ASSERTED)
    for source in sources:
        dataset.add(_statements(source))
    if bundled and not sources:
        dataset.add_packaged("derived", DERIVED)
    else:
        from ecomgraph.rules import derive

        derive(dataset)
    return CareerGraph(dataset)


def _statements(source: str | os.PathLike[str] | rdflib.Graph) -> list[ox.Quad]:
    from ecomgraph.store.parse import parse_bytes, parse_file

    if isinstance(source, str | os.PathLike):
        return parse_file(source)
    data = source.serialize(format="nt", encoding="utf-8")
    return parse_bytes(data, ox.RdfFormat.N_TRIPLES, name="rdflib graph")


class CareerGraph:
    """A career graph and the questions it answers.

    Wherever a method takes the name of a thing, an IRI, a CURIE, a slug, a preferred or an alternative label will do,
    in any case, and so will the value object. A name that fits nothing raises :class:`~ecomgraph.UnknownNameError`, one
    that fits several things :class:`~ecomgraph.AmbiguousNameError`.

    >>> graph = load()
    >>> [role.label for role in graph.roles()][:2]
    ['Chief Digital Officer', 'Ecommerce Director']
    """

    def __init__(self, dataset: Dataset, language: str = "en") -> None:
        self.dataset = dataset
        self._catalog = Catalog(dataset, language)
        self._names = Names(dataset)
        self._network: Network | None = None

    # ------------------------------------------------------------------ nodes

    def roles(self) -> tuple[Role, ...]:
        """Return all roles, by label, then IRI."""
        return self._all("role", Role)

    def role(self, name: str | Role) -> Role:
        """Return one role."""
        return self._one(name, "role", Role)

    def profiles(self, role: str | Role | None = None) -> tuple[RoleProfile, ...]:
        """Return all profiles, or those of one role, by label, then IRI."""
        wanted = None if role is None else self.role(role).iri
        return tuple(
            profile for profile in self._all("profile", RoleProfile) if wanted is None or profile.role.iri == wanted
        )

    def profile(
        self, name: str | CareerNode, *, level: str | None = None, specialization: str | None = None
    ) -> RoleProfile:
        """Return one profile, by its own name, or by its role with a level, a specialization or both.

        >>> load().profile("ecommerce-director", level="mid", specialization="analytics").id
        'ecommerce-director-mid-analytics'
        """
        if level is None and specialization is None:
            return self._one(name, "profile", RoleProfile)
        role = self._one(name, "role", Role)
        level_iri = None if level is None else self._find(level, "level")
        field_iri = None if specialization is None else self._find(specialization, "specialization")
        for profile in self.profiles(role):
            if (profile.level and profile.level.iri) == level_iri and (
                profile.specialization and profile.specialization.iri
            ) == field_iri:
                return profile
        narrowing = " ".join(part for part in (level, specialization) if part)
        raise UnknownNameError(f"{role.label}, {narrowing}", "profile", [it.id for it in self.profiles(role)][:3])

    def node(self, name: NodeLike) -> CareerNode:
        """Return one role or profile."""
        return self._catalog.node(self._find(name, "career node"))

    def levels(self, role: str | Role | None = None) -> tuple[ExperienceLevel, ...]:
        """Return all experience levels, or those of one role, by rank, then IRI."""
        iris = self._names.iris("level") if role is None else self.dataset.iris(self.role(role).iri, ECG.hasLevel)
        return tuple(sorted(map(self._catalog.level, iris), key=lambda level: (level.rank, level.iri)))

    def specializations(self, role: str | Role | None = None) -> tuple[Specialization, ...]:
        """Return all specializations, or those of one role, by label, then IRI."""
        if role is None:
            iris = self._names.iris("specialization")
        else:
            iris = self.dataset.iris(self.role(role).iri, ECG.hasSpecialization)
        return _by_label(self._catalog.entity(iri, Specialization) for iri in iris)

    # ------------------------------------------------------------------ what a node is and does

    def skills(self, node: NodeLike) -> tuple[RequiredSkill, ...]:
        """Return the skills that a node requires, inherited and through its work: essential first, then by label, IRI.

        >>> load().skills("chief-digital-officer")[0].importance
        'essential'
        """
        return requirements.required_skills(self._catalog, self.node(node).iri)

    def skill(self, name: str | Skill) -> Skill:
        """Return one skill.

        >>> load().skill("SEO").label
        'Search engine optimization'
        """
        return self._catalog.skill(self._find(name, "skill"))

    def responsibilities(self, node: NodeLike) -> tuple[Responsibility, ...]:
        """Return what a node answers for, its own and inherited, by label, then IRI."""
        return self._catalog.claims(self.node(node).iri, Responsibility)

    def activities(self, node: NodeLike) -> tuple[Activity, ...]:
        """Return what is done day to day, own and inherited, by label, then IRI."""
        return self._catalog.claims(self.node(node).iri, Activity)

    def objectives(self, node: NodeLike) -> tuple[Objective, ...]:
        """Return the results pursued, own and inherited, by label, then IRI."""
        return self._catalog.claims(self.node(node).iri, Objective)

    def challenges(self, node: NodeLike) -> tuple[Challenge, ...]:
        """Return the difficulties faced, own and inherited, by label, then IRI."""
        return self._catalog.claims(self.node(node).iri, Challenge)

    def team_roles(self, node: NodeLike) -> tuple[TeamRole, ...]:
        """Return the kinds of people on the team led, own and inherited, by label, then IRI."""
        return self._catalog.claims(self.node(node).iri, TeamRole)

    def characteristics(self, node: NodeLike) -> tuple[Characteristic, ...]:
        """Return what it is like, own and inherited, by facet, then label, then IRI."""
        return self._catalog.characteristics(self.node(node).iri)

    def collaborators(self, node: NodeLike) -> tuple[Collaboration, ...]:
        """Return whom one works with, and for what, own and inherited, by the function's label, then IRI."""
        return self._catalog.collaborations(self.node(node).iri)

    def explain(self, node: NodeLike, skill: str | Skill) -> tuple[Explanation, ...]:
        """Return every reason why a node requires a skill, down to the passages; empty if it does not.

        Reasons of the node itself come first, then those of the nodes that it inherits from, by IRI; within a node they
        are sorted by the label of the responsibility or activity.
        """
        return requirements.explain(self._catalog, self.node(node).iri, self.skill(skill).iri)

    # ------------------------------------------------------------------ moves

    @property
    def network(self) -> Network:
        """The network of transitions, built when first asked for."""
        if self._network is None:
            self._network = Network(self._catalog)
        return self._network

    def transitions(self) -> tuple[Transition, ...]:
        """Return all moves, by the IRIs of source, target and transition."""
        return tuple(self.network.transitions())

    def find_path(
        self,
        source: NodeLike,
        target: NodeLike,
        *,
        minimize: Criterion = "steps",
        through: Several[NodeLike] = (),
        avoid: Several[NodeLike] = (),
        kinds: Several[str] | None = None,
        max_steps: int | None = None,
        known: Several[str | Skill] = (),
        essential: Number = 1,
        optional: Number = 0.5,
    ) -> CareerPath:
        """Return the best path from one node to another; an empty one when they are the same.

        ``minimize`` is what counts: ``steps``, the transitions; ``new_skills``, the weight of the skills that the
        target of each transition requires and its source does not, added up; ``learning``, the weight of the skills to
        be learnt when whatever was learnt on the way, required at the source or is ``known`` stays known, each weighing
        what the first node that asks for it gives it; ``months``, the typical durations added up. An ``essential``
        skill weighs 1 and an ``optional`` one 0.5, unless said otherwise.

        The path visits all nodes in ``through``, in any order, none in ``avoid``, makes only transitions of the
        ``kinds`` given, and at most ``max_steps``. All these go with every criterion.

        A role stands for itself and for all its profiles, a profile of a level for that level in all specializations,
        and so on, wherever a node is named; a source does not stand for what the target stands for, so that the way to
        one of its own profiles is a real move. A profile is already what it inherits from: that path is empty. Of
        equally good paths the one with fewer steps wins, then the one that starts and ends on the very nodes named,
        then the one whose IRIs come first: of its first node, then of the node and the transition of each step.

        The answer is exact. By ``steps``, ``new_skills`` and ``months`` it takes a search from both ends; with
        ``learning``, ``through`` or ``max_steps`` a search over ways to a node and what is known there, which takes
        exponentially long at worst (:class:`ecomgraph.careers.labels.Labels`).

        Raises :class:`~ecomgraph.NoPathError`, which names the node most like the target among those that can be
        reached, :class:`~ecomgraph.MissingMonthsError` where a transition without a typical duration might be on the
        quickest path, and :class:`~ecomgraph.ArgumentError`.

        >>> path = load().find_path("ecommerce-manager", "chief-digital-officer")
        >>> " > ".join(node.label for node in path.nodes)
        'Ecommerce Manager > Ecommerce Director > Senior Director > VP of Ecommerce > Chief Digital Officer'
        """
        request = self._request(
            source, target, minimize, through, avoid, kinds, max_steps, known, Weights.of(essential, optional)
        )
        return best_paths(request, 1)[0]

    def find_paths(
        self,
        source: NodeLike,
        target: NodeLike,
        k: int = 5,
        *,
        minimize: Criterion = "steps",
        through: Several[NodeLike] = (),
        avoid: Several[NodeLike] = (),
        kinds: Several[str] | None = None,
        max_steps: int | None = None,
        known: Several[str | Skill] = (),
        essential: Number = 1,
        optional: Number = 0.5,
    ) -> tuple[CareerPath, ...]:
        """Return the ``k`` best paths that visit no node twice, best first; fewer if there are no more.

        Arguments, order and errors are those of :meth:`find_path`. Parallel transitions make different paths.

        >>> [path.cost for path in load().find_paths("ecommerce-manager", "senior-director", 2)]
        [2, 4]
        """
        request = self._request(
            source, target, minimize, through, avoid, kinds, max_steps, known, Weights.of(essential, optional)
        )
        return best_paths(request, k)

    def pareto_paths(
        self,
        source: NodeLike,
        target: NodeLike,
        criteria: Sequence[Criterion] = ("steps", "new_skills"),
        *,
        through: Several[NodeLike] = (),
        avoid: Several[NodeLike] = (),
        kinds: Several[str] | None = None,
        max_steps: int | None = None,
        known: Several[str | Skill] = (),
        essential: Number = 1,
        optional: Number = 0.5,
    ) -> tuple[CareerPath, ...]:
        """Return the paths to choose from: no other is as good by all criteria and better by one.

        They are sorted by the first criterion, then the second and so on. Of paths that cost the same by all criteria
        only the first is kept, in the order of :meth:`find_path`, whose arguments and errors these are.

        >>> front = load().pareto_paths("ecommerce-manager", "senior-director", ("steps", "learning"))
        >>> front[0].costs[0]
        ('steps', 2)
        """
        request = self._request(
            source, target, criteria, through, avoid, kinds, max_steps, known, Weights.of(essential, optional)
        )
        return pareto_front(request)

    def reachable(
        self,
        source: NodeLike,
        *,
        avoid: Several[NodeLike] = (),
        kinds: Several[str] | None = None,
        max_steps: int | None = None,
    ) -> dict[CareerNode, int]:
        """Return the nodes that transitions lead to, each with the fewest steps that takes.

        A role stands for all its profiles, which are left out. Nearest first, then by label, then by IRI.

        >>> {node.id: steps for node, steps in load().reachable("senior-director").items()}
        {'vp-of-ecommerce': 1, 'chief-digital-officer': 2}
        """
        request = self._request(source, source, "steps", (), avoid, kinds, max_steps, (), STANDARD)
        starts = self.network.stand_ins(request.source)
        found = least_steps(request, starts)
        steps = {self._catalog.node(self.network.nodes[it]): count for it, count in found.items() if it not in starts}
        return dict(sorted(steps.items(), key=lambda it: (it[1], it[0].label.casefold(), it[0].iri)))

    def new_skills(self, transition: Transition) -> tuple[Skill, ...]:
        """Return the skills that a transition's target requires and its source does not, by label, then IRI."""
        return self.network.new_skills(transition.source.iri, transition.target.iri)

    # ------------------------------------------------------------------ gaps, likeness, plans

    def skill_gap(
        self, source: NodeLike | SkillSet, target: NodeLike, *, essential: Number = 1, optional: Number = 0.5
    ) -> SkillGap:
        """Return what someone at ``source``, or who has a set of skills, lacks for ``target``.

        ``similarity`` is the weighted Jaccard index: over all skills, the sum of the lesser weight of the two sides
        divided by the sum of the greater. A person's skill weighs what the target gives it, or as an essential one
        where the target does not ask for it. Where each requirement comes from is in ``via``, and in :meth:`explain`.

        >>> gap = load().skill_gap({"SEO", "email-marketing"}, "ecommerce-director")
        >>> [it.skill.label for it in gap.shared], 0 < gap.coverage < 1
        (['Email marketing', 'Search engine optimization'], True)
        """
        from ecomgraph.careers import gap

        side, aim = self._side(source), self._find(target, "career node")
        return gap.skill_gap(self.network, side, aim, Weights.of(essential, optional))

    def compare(
        self, first: NodeLike | SkillSet, second: NodeLike, *, essential: Number = 1, optional: Number = 0.5
    ) -> Comparison:
        """Return the skills of two nodes, or of a person and a node, side by side, with the importance on either side.

        >>> comparison = load().compare("vp-of-ecommerce", "vp-of-ecommerce")
        >>> comparison.similarity, comparison.only_first
        (1.0, ())
        """
        from ecomgraph.careers import gap

        side, aim = self._side(first), self._find(second, "career node")
        return gap.compare(self.network, side, aim, Weights.of(essential, optional))

    def similar(
        self, node: NodeLike, n: int = 10, *, essential: Number = 1, optional: Number = 0.5
    ) -> tuple[SimilarNode, ...]:
        """Return the ``n`` nodes most like one by the weighted Jaccard index of :meth:`skill_gap`, best first.

        Ties go by label, then IRI. Left out are those that it inherits from or that inherit from it, which are alike by
        construction.

        >>> len(load().similar("vp-of-ecommerce", 3))
        3
        """
        from ecomgraph.careers import gap

        if not isinstance(n, int) or isinstance(n, bool) or n < 1:
            raise ArgumentError(f"n, the number of nodes, must be a whole number from 1 up, not {n!r}")
        return gap.similar(self.network, self._find(node, "career node"), n, Weights.of(essential, optional))

    def diff(
        self, first: NodeLike | Entity, second: NodeLike | Entity, *, role: str | Role | None = None
    ) -> Difference:
        """Return what changes from one level, specialization or node to another, all that is inherited included.

        A level or a specialization stands for the profile that it makes of the one role that has it; where several have
        it, ``role`` says which.

        >>> [activity.id for activity in load().diff("entry", "mid").activities.kept]
        []
        """
        from ecomgraph.careers.difference import difference

        return difference(self._catalog, self._section_of(first, role), self._section_of(second, role))

    def plan(
        self,
        known: SkillSet,
        target: NodeLike,
        *,
        source: NodeLike | None = None,
        essential: Number = 1,
        optional: Number = 0.5,
    ) -> Plan:
        """Return the way of a person to a target on which least is to be learnt, with the lessons of each step.

        The way starts at ``source``, or else at the node for which least is missing among those from which the target
        can be reached (the target itself included). What that node requires and is not ``known`` is to be learnt first.
        Each lesson says why it is due, down to the passages, and which nodes that are not on the way it also serves.

        >>> plan = load().plan({"SEO"}, "senior-director", source="ecommerce-director")
        >>> [step.node.id for step in plan.steps]
        ['ecommerce-director', 'senior-director']
        """
        from ecomgraph.careers.plan import make_plan

        start = None if source is None else self._find(source, "career node")
        aim, weights = self._find(target, "career node"), Weights.of(essential, optional)
        return make_plan(self.network, self._known(known), aim, start, weights)

    def diagram(
        self, subject: CareerPath | Sequence[CareerPath] | SkillGap | None = None, form: Form = "mermaid"
    ) -> str:
        """Return a drawing of a path, of several, of a gap, or without a subject of all career moves.

        As ``mermaid`` or ``dot`` it is text for other programs, as ``svg`` a picture: that needs the extra ``diagram``
        and Graphviz, and raises :class:`~ecomgraph.EcomgraphError` without.

        >>> print(load().diagram(load().find_path("senior-director", "vp-of-ecommerce")).splitlines()[0])
        flowchart LR
        """
        from ecomgraph.careers.diagrams import draw, gap_diagram, map_diagram, path_diagram

        if subject is None:
            return draw(map_diagram(self.network), form)
        if isinstance(subject, SkillGap):
            return draw(gap_diagram(subject), form)
        return draw(path_diagram([subject] if isinstance(subject, CareerPath) else subject), form)

    # ------------------------------------------------------------------ RDF

    def query(self, query: str | StoredQuery, /, **parameters: object) -> QueryResult:
        """Run a stored query: one of those that ship with the package, by its name, or one of your own.

        Parameters are given as keywords; one that names a thing takes any name of it. Columns and their order are those
        of the query. Raises :class:`~ecomgraph.ParameterError` for a parameter that is unknown, missing or of the wrong
        kind.

        >>> load().query("skill-gap", source="CDO", target="vp-of-ecommerce").to_dicts()[0]["label"]
        'Brand building'
        """
        from ecomgraph.queries import run_query, stored_query

        stored = stored_query(query) if isinstance(query, str) else query
        return run_query(stored, self.dataset, self._names, parameters)

    def sparql(self, text: str) -> QueryResult | GraphResult | bool:
        """Run a SPARQL 1.1 query over all that is asserted and derived; the prefixes of the vocabulary are declared.

        A SELECT returns a table, ASK a truth value, CONSTRUCT and DESCRIBE triples.

        >>> load().sparql("ASK { role:ecommerce-manager ecg:leadsTo role:chief-digital-officer }")
        True
        """
        from ecomgraph.queries import ask

        return ask(self.dataset, text)

    def validate(self, *, house_style: bool = False, engine: Engine = "compiled") -> ValidationReport:
        """Judge the graph by the SHACL shapes; ``house_style`` adds the stricter ones for the bundled ontology.

        What does not conform is in the report, not an exception. ``engine="pyshacl"`` asks the reference engine, which
        gives the same report and takes much longer.
        """
        from ecomgraph.validation import validate

        return validate(self.dataset, house_style=house_style, engine=engine)

    @property
    def rdflib(self) -> rdflib.Dataset:
        """The same triples as an rdflib dataset, live, default graph the union of all graphs."""
        from ecomgraph.store.rdflib import rdflib_view

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

    # ------------------------------------------------------------------ names

    def _find(self, name: str | Entity, kind: Kind) -> str:
        return self._names.find(name.iri if isinstance(name, Entity) else name, kind)

    def _known(self, skills: Several[str | Skill]) -> frozenset[str]:
        return frozenset(self._find(skill, "skill") for skill in _names(skills))

    def _side(self, source: NodeLike | SkillSet) -> str | frozenset[str]:
        return self._find(source, "career node") if isinstance(source, str | Entity) else self._known(source)

    def _section_of(self, name: NodeLike | Entity, role: str | Role | None) -> str:
        """Return a node, or the profile that a level or a specialization makes of a role."""
        if isinstance(name, CareerNode):
            return name.iri
        kinds: tuple[tuple[Kind, str], ...] = (("level", ECG.hasLevel), ("specialization", ECG.hasSpecialization))
        for kind, link in kinds:
            try:
                narrowing = self._find(name, kind)
            except UnknownNameError:
                continue
            holders = [self.role(role).iri] if role else self.dataset.subjects(link, narrowing)
            if len(holders) > 1:
                raise AmbiguousNameError(str(name), f"role's {kind} (say which role)", holders)
            for holder in holders:
                return self.profile(self.role(holder), **{kind: narrowing}).iri
        return self._find(name, "career node")

    def _request(
        self,
        source: NodeLike,
        target: NodeLike,
        criteria: str | Sequence[str],
        through: Several[NodeLike],
        avoid: Several[NodeLike],
        kinds: Several[str] | None,
        max_steps: int | None,
        known: Several[str | Skill],
        weights: Weights,
    ) -> Request:
        return Request(
            network=self.network,
            source=self._find(source, "career node"),
            target=self._find(target, "career node"),
            criteria=_words(criteria),
            through=tuple(self._find(name, "career node") for name in _names(through)),
            avoid=tuple(self._find(name, "career node") for name in _names(avoid)),
            kinds=None if kinds is None else frozenset(_words(kinds)),
            max_steps=max_steps,
            known=self._known(known),
            weights=weights,
        )

    def _one(self, name: str | Entity, kind: Kind, cls: type[_E]) -> _E:
        found = self._catalog.node(self._find(name, kind))
        assert isinstance(found, cls)
        return found

    def _all(self, kind: Kind, cls: type[_E]) -> tuple[_E, ...]:
        return _by_label(found for iri in self._names.iris(kind) if isinstance(found := self._catalog.node(iri), cls))


def _names(names: str | Entity | Iterable[str | Entity]) -> tuple[str | Entity, ...]:
    """Return the names given; one alone need not stand in a list."""
    return (names,) if isinstance(names, str | Entity) else tuple(names)


def _words(words: str | Iterable[str]) -> tuple[str, ...]:
    """Return the words given; one alone need not stand in a list."""
    return (words,) if isinstance(words, str) else tuple(words)


def _by_label(entities: Iterable[_E]) -> tuple[_E, ...]:
    return tuple(sorted(entities, key=lambda entity: (entity.label.casefold(), entity.iri)))
