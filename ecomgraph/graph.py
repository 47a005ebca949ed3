"""The façade: load a career graph, ask it questions, validate it, write it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

import pyoxigraph as ox

from ecomgraph.careers import requirements
from ecomgraph.careers.network import Network
from ecomgraph.careers.paths import shortest_path
from ecomgraph.catalog import Catalog
from ecomgraph.errors import EcomgraphError, UnknownNameError
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
    Specialization,
    TeamRole,
)
from ecomgraph.names import Names
from ecomgraph.namespace import ECG
from ecomgraph.rules import derive
from ecomgraph.store.dataset import ASSERTED, DERIVED, VOCABULARY, Dataset
from ecomgraph.store.parse import format_of, parse_bytes, parse_file
from ecomgraph.store.write import serialize, write_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

    import networkx as nx
    import rdflib

    from ecomgraph.model import Characteristic, Collaboration, Explanation, RequiredSkill, Skill, Transition
    from ecomgraph.names import Kind
    from ecomgraph.validation import ValidationReport

__all__ = ["CareerGraph", "load"]

NodeLike = str | CareerNode
_E = TypeVar("_E", bound=Entity)


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
        if isinstance(source, str | os.PathLike):
            dataset.add(parse_file(source))
        else:
            data = source.serialize(format="nt", encoding="utf-8")
            dataset.add(parse_bytes(data, ox.RdfFormat.N_TRIPLES, name="rdflib graph"))
    if bundled and not sources:
        dataset.add_packaged("derived", DERIVED)
    else:
        derive(dataset)
    return CareerGraph(dataset)


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
        return self.network.transitions()

    def find_path(self, source: NodeLike, target: NodeLike, *, minimize: Literal["steps"] = "steps") -> CareerPath:
        """Return the best path from one node to another; an empty one when they are the same.

        ``steps`` is the number of transitions; among equals the path whose IRIs come first wins. Raises
        :class:`~ecomgraph.NoPathError`.

        >>> path = load().find_path("ecommerce-manager", "chief-digital-officer")
        >>> " > ".join(node.label for node in path.nodes)
        'Ecommerce Manager > Ecommerce Director > Senior Director > VP of Ecommerce > Chief Digital Officer'
        """
        if minimize != "steps":
            raise EcomgraphError(f"paths can be minimized by 'steps', not by {minimize!r}")
        return shortest_path(self.network, self.node(source).iri, self.node(target).iri)

    def new_skills(self, transition: Transition) -> tuple[Skill, ...]:
        """Return the skills that a transition's target requires and its source does not, by label, then IRI."""
        skills = self.network.new_skills(transition.source.iri, transition.target.iri)
        return _by_label(map(self._catalog.skill, skills))

    # ------------------------------------------------------------------ RDF

    def sparql(self, text: str) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
        """Run a SPARQL 1.1 query over all that is asserted and derived; the prefixes of the vocabulary are declared.

        >>> bool(load().sparql("ASK { role:ecommerce-manager ecg:leadsTo role:chief-digital-officer }"))
        True
        """
        return self.dataset.query(text)

    def validate(self, *, house_style: bool = False) -> ValidationReport:
        """Judge the graph by the SHACL shapes; ``house_style`` adds the stricter ones for the bundled ontology.

        What does not conform is in the report, not an exception.
        """
        from ecomgraph.validation import validate

        return validate(self.dataset, house_style=house_style)

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
        rdf_format = format_of(path)
        quads = [
            quad
            for quad in self.dataset.store
            if quad.graph_name != VOCABULARY and (derived or quad.graph_name != DERIVED)
        ]
        statements = quads if rdf_format.supports_datasets else [quad.triple for quad in quads]
        write_bytes(Path(path), serialize(statements, rdf_format))

    # ------------------------------------------------------------------ names

    def _find(self, name: str | Entity, kind: Kind) -> str:
        return self._names.find(name.iri if isinstance(name, Entity) else name, kind)

    def _one(self, name: str | Entity, kind: Kind, cls: type[_E]) -> _E:
        found = self._catalog.node(self._find(name, kind))
        assert isinstance(found, cls)
        return found

    def _all(self, kind: Kind, cls: type[_E]) -> tuple[_E, ...]:
        return _by_label(found for iri in self._names.iris(kind) if isinstance(found := self._catalog.node(iri), cls))


def _by_label(entities: Iterable[_E]) -> tuple[_E, ...]:
    return tuple(sorted(entities, key=lambda entity: (entity.label.casefold(), entity.iri)))
