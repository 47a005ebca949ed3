"""The graph as people use it from Python."""

from pathlib import Path

import networkx as nx
import pyoxigraph as ox
import pytest
import rdflib

import ecomgraph
from ecomgraph import CareerGraph
from ecomgraph.namespace import ECG
from tests.samples import sampled

DIRECTOR = "https://w3id.org/ecomgraph/role/ecommerce-director"


class TestNames:
    @pytest.mark.parametrize(
        "name",
        [DIRECTOR, "role:ecommerce-director", "ecommerce-director", "Ecommerce Director", "E-COMMERCE DIRECTOR"],
        ids=["iri", "curie", "slug", "prefLabel", "altLabel in another case"],
    )
    def test_a_role_is_found_by_any_of_its_names(self, graph: CareerGraph, name: str) -> None:
        assert graph.role(name).iri == DIRECTOR

    def test_a_value_is_as_good_as_a_name(self, graph: CareerGraph) -> None:
        role = graph.role("ecommerce-director")
        assert graph.role(role) == graph.node(role) == role

    def test_an_unknown_name_offers_the_nearest(self, graph: CareerGraph) -> None:
        with pytest.raises(ecomgraph.UnknownNameError, match="no role is called 'VP of Ecomerce'") as caught:
            graph.role("VP of Ecomerce")
        assert caught.value.candidates[0] == "vp-of-ecommerce"
        assert isinstance(caught.value, KeyError)

    def test_a_code_is_offered_by_its_label(self, bakery: Path) -> None:
        bakery.write_text(bakery.read_text(encoding="utf-8").replace(":baker ", ":51-3011 "), encoding="utf-8")
        with pytest.raises(ecomgraph.UnknownNameError) as caught:
            ecomgraph.load(bakery).role("Bakker")
        assert caught.value.candidates[0] == "Baker"

    def test_an_unknown_profile_offers_those_of_the_role(self, graph: CareerGraph) -> None:
        with pytest.raises(ecomgraph.UnknownNameError, match="no level is called 'junior'"):
            graph.profile("ecommerce-director", level="junior")

    def test_a_profile_has_a_name_of_its_own(self, graph: CareerGraph) -> None:
        by_parts = graph.profile("ecommerce-director", level="mid", specialization="analytics")
        assert graph.profile("ecommerce-director-mid-analytics") == by_parts

    def test_levels_and_specializations_of_all_or_of_one_role(self, graph: CareerGraph) -> None:
        fields = ["analytics", "digital-marketing", "international", "operations", "strategic", "technology"]
        assert sorted(it.id for it in graph.specializations()) == fields
        assert graph.specializations("ecommerce-director") == graph.specializations()
        assert graph.specializations("ecommerce-manager") == ()
        assert graph.levels("ecommerce-manager") == ()
        assert [it.id for it in graph.levels()] == ["entry", "mid", "senior"]

    def test_a_role_without_levels_has_no_profile(self, graph: CareerGraph) -> None:
        with pytest.raises(ecomgraph.UnknownNameError, match="no profile is called 'VP of Ecommerce, mid'"):
            graph.profile("vp-of-ecommerce", level="mid")

    def test_an_ambiguous_name_lists_all_it_fits(self, bakery: Path) -> None:
        loaves = " ".join(f':{name} a ecg:Skill ; skos:altLabel "Dark bread" .' for name in ("rye", "spelt"))
        bakery.write_text(bakery.read_text(encoding="utf-8") + loaves, encoding="utf-8")
        with pytest.raises(
            ecomgraph.AmbiguousNameError, match="'dark bread' is the name of more than one skill"
        ) as caught:
            ecomgraph.load(bakery).skill("dark bread")
        assert caught.value.candidates == ("https://bakery.example/rye", "https://bakery.example/spelt")


class TestSections:
    @pytest.mark.long
    def test_skills_tell_how_much_they_matter_and_where_they_come_from(self, graph: CareerGraph) -> None:
        skills = graph.skills("ecommerce-director")
        assert [skill.importance for skill in skills] == sorted(skill.importance for skill in skills)
        seo = next(skill for skill in skills if skill.skill.id == "search-engine-optimization")
        assert (seo.importance, seo.basis, seo.via) == ("essential", "stated", (DIRECTOR,))

    @pytest.mark.long
    def test_skills_are_those_that_the_derived_shortcuts_say(self, graph: CareerGraph) -> None:
        for node in (*graph.roles(), *graph.profiles()):
            shortcuts = [
                (skill, importance)
                for importance, link in (
                    ("essential", ECG.requiresEssentialSkill),
                    ("optional", ECG.requiresOptionalSkill),
                )
                for skill in graph.dataset.iris(node.iri, link)
            ]
            assert sorted(shortcuts) == sorted((skill.skill.iri, skill.importance) for skill in graph.skills(node))

    def test_what_a_profile_does_says_which_node_it_comes_from(self, graph: CareerGraph) -> None:
        profile = graph.profile("ecommerce-director", level="mid", specialization="strategic")
        sources = {responsibility.via.rsplit("/", 1)[-1] for responsibility in graph.responsibilities(profile)}
        assert sources == {"ecommerce-director", "ecommerce-director-mid", "ecommerce-director-strategic"}

    def test_evidence_of_a_shared_objective_is_that_of_the_node(self, graph: CareerGraph) -> None:
        """Several profiles pursue it, each because of a passage about that profile."""
        shared = {
            (profile.id, objective.id): objective.evidence
            for profile in graph.profiles("ecommerce-director")
            for objective in graph.objectives(profile)
            if objective.via == profile.iri
        }
        by_objective: dict[str, list[tuple[str, ...]]] = {}
        for (_, objective), evidence in shared.items():
            by_objective.setdefault(objective, []).append(evidence)
        several = [evidence for evidence in by_objective.values() if len(evidence) > 1]
        assert several
        assert all(len(set(evidence)) > 1 for evidence in several)

    def test_collaborations_name_the_function_and_its_purposes(self, graph: CareerGraph) -> None:
        strategic = graph.profile("ecommerce-director", specialization="strategic")
        leaders = next(it for it in graph.collaborators(strategic) if it.function.id == "executive-leadership")
        assert leaders.purposes
        assert "type-strategic-05" in leaders.evidence

    def test_an_explanation_leads_to_the_passage(self, graph: CareerGraph) -> None:
        reasons = graph.explain("ecommerce-director", "SEO")
        stated = next(reason for reason in reasons if reason.basis == "stated")
        assert stated.via.iri == DIRECTOR
        assert [passage.id for passage in stated.evidence] == ["key-responsibilities-04"]
        assert (stated.evidence[0].start, stated.evidence[0].end) == (1755, 1885)

    def test_there_is_no_explanation_for_what_is_not_required(self, graph: CareerGraph) -> None:
        assert graph.explain("ecommerce-manager", "localization") == ()


class TestPaths:
    def test_the_ladder(self, graph: CareerGraph) -> None:
        path = graph.find_path("ecommerce-manager", "CDO")
        assert [node.id for node in path.nodes] == [
            "ecommerce-manager",
            "ecommerce-director",
            "senior-director",
            "vp-of-ecommerce",
            "chief-digital-officer",
        ]
        assert (path.cost, {transition.kind for transition in path.transitions}) == (4, {"promotion"})

    def test_the_same_node_is_an_empty_path(self, graph: CareerGraph) -> None:
        path = graph.find_path("senior-director", "senior-director")
        assert (path.cost, path.transitions, path.nodes) == (0, (), (path.source,))

    def test_careers_do_not_run_backwards(self, graph: CareerGraph) -> None:
        with pytest.raises(ecomgraph.NoPathError, match="no path leads from 'Chief Digital Officer'"):
            graph.find_path("chief-digital-officer", "ecommerce-manager")

    def test_a_profile_rises_changes_field_and_is_promoted(self, graph: CareerGraph) -> None:
        source = graph.profile("ecommerce-director", level="entry", specialization="operations")
        target = graph.profile("ecommerce-director", level="senior", specialization="strategic")
        kinds = sorted(transition.kind for transition in graph.find_path(source, target).transitions)
        assert kinds == ["level-up", "level-up", "specialization-change"]
        assert graph.find_path(target, "senior-director").transitions[0].kind == "promotion"


class TestRdf:
    QUERY = "SELECT ?role ?label WHERE { ?role a ecg:Role ; skos:prefLabel ?label } ORDER BY ?role"

    def test_rdflib_sees_the_same_rows(self, graph: CareerGraph) -> None:
        solutions = graph.dataset.query(self.QUERY)
        assert isinstance(solutions, ox.QuerySolutions)
        ours = [tuple(getattr(term, "value", "") for term in row) for row in solutions]
        theirs = [tuple(map(str, row)) for row in graph.rdflib.query(self.QUERY)]  # type: ignore[arg-type]
        assert ours == theirs
        assert len(ours) == 5

    def test_rdflib_view_is_live_and_counts_each_triple_once(self, bakery: Path) -> None:
        graph = ecomgraph.load(bakery)
        before = len(graph.rdflib)
        graph.dataset.add([ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.Literal("c"))])
        assert len(graph.rdflib) == before + 1 == graph.dataset.count()

    def test_networkx_has_every_node_and_every_parallel_transition(self, graph: CareerGraph) -> None:
        network = graph.to_networkx()
        assert isinstance(network, nx.MultiDiGraph)
        assert set(network) == {node.iri for node in (*graph.roles(), *graph.profiles())}
        assert {key for *_, key in network.edges(keys=True)} == {transition.iri for transition in graph.transitions()}
        assert nx.shortest_path_length(network, graph.role("ecommerce-manager").iri, graph.role("CDO").iri) == 4

    @pytest.mark.long
    @pytest.mark.parametrize("ending", sampled(["ttl", "nt", "trig", "nq", "jsonld"], 5))
    def test_what_is_written_is_read_back(self, graph: CareerGraph, tmp_path: Path, ending: str) -> None:
        path = tmp_path / f"graph.{ending}"
        graph.write(path)
        again = ecomgraph.load(path)
        assert set(again.dataset.triples()) == set(graph.dataset.triples())
        first = path.read_bytes()
        again.write(path)
        assert path.read_bytes() == first

    @pytest.mark.slow
    def test_derived_triples_are_written_when_asked_for(self, graph: CareerGraph, tmp_path: Path) -> None:
        graph.write(tmp_path / "all.ttl", derived=True)
        written = rdflib.Graph().parse(tmp_path / "all.ttl")
        advance = rdflib.URIRef("https://w3id.org/ecomgraph/ns#advancesTo")
        assert len(list(written.subject_objects(advance))) == 32
        graph.write(tmp_path / "asserted.ttl")
        assert list(rdflib.Graph().parse(tmp_path / "asserted.ttl").subject_objects(advance)) == []

    def test_an_rdflib_graph_can_be_brought(self, bakery: Path) -> None:
        brought = ecomgraph.load(rdflib.Graph().parse(bakery))
        assert [role.id for role in brought.roles()] == ["apprentice", "baker", "master"]


class TestYourOwnFramework:
    def test_labels_skills_and_transitions_are_enough(self, bakery: Path) -> None:
        graph = ecomgraph.load(bakery)
        path = graph.find_path("Apprentice", "journeyman")
        assert path.transitions[0].months == 36
        assert [skill.id for skill in graph.new_skills(path.transitions[0])] == ["sourdough"]
        assert [(it.skill.id, it.importance) for it in graph.skills("baker")] == [
            ("kneading", "essential"),
            ("sourdough", "optional"),
        ]
        assert graph.explain("baker", "sourdough")[0].evidence == ()
        assert graph.profiles() == ()

    def test_it_stands_alone_or_beside_the_bundled_one(self, bakery: Path) -> None:
        assert len(ecomgraph.load(bakery).roles()) == 3
        assert len(ecomgraph.load(bakery, bundled=True).roles()) == 8

    def test_labels_of_other_languages_find_it_too(self, bakery: Path) -> None:
        assert ecomgraph.load(bakery).role("bäckermeister").label == "Master baker"

    def test_levels_alone_make_profiles_that_rise(self, bakery: Path) -> None:
        levels = """
        :baker ecg:hasLevel :junior , :senior .
        :junior a ecg:ExperienceLevel ; skos:prefLabel "Junior" ; ecg:rank 1 .
        :senior a ecg:ExperienceLevel ; skos:prefLabel "Senior" ; ecg:rank 7 .
        """
        bakery.write_text(bakery.read_text(encoding="utf-8") + levels, encoding="utf-8")
        graph = ecomgraph.load(bakery)
        assert [profile.label for profile in graph.profiles("baker")] == ["Baker (Junior)", "Baker (Senior)"]
        path = graph.find_path("apprentice", graph.profile("baker", level="senior"))
        assert [(transition.kind, transition.target.label) for transition in path.transitions] == [
            ("promotion", "Baker (Junior)"),
            ("level-up", "Baker (Senior)"),
        ]


class TestBadInput:
    def test_malformed_turtle_says_file_line_and_column(self, tmp_path: Path) -> None:
        path = tmp_path / "broken.ttl"
        path.write_text("@prefix : <https://x.example/> .\n:a :b c:d .\n", encoding="utf-8")
        with pytest.raises(ecomgraph.ParseError, match=r"broken\.ttl:2:\d+: ") as caught:
            ecomgraph.load(path)
        assert caught.value.line == 2

    def test_an_unreadable_file_says_so(self, tmp_path: Path) -> None:
        with pytest.raises(ecomgraph.SourceError, match=r"absent\.ttl: cannot be read: No such file"):
            ecomgraph.load(tmp_path / "absent.ttl")
        (tmp_path / "folder.ttl").mkdir()
        with pytest.raises(ecomgraph.SourceError, match="Is a directory"):
            ecomgraph.load(tmp_path / "folder.ttl")

    def test_an_unknown_ending_lists_the_known_ones(self, tmp_path: Path) -> None:
        with pytest.raises(ecomgraph.SourceError, match=r"'\.docx' is not a known RDF format .*\.ttl"):
            ecomgraph.load(tmp_path / "roles.docx")

    @pytest.mark.long
    def test_a_failed_write_leaves_what_was_there(self, graph: CareerGraph, tmp_path: Path) -> None:
        target = tmp_path / "taken.ttl"
        target.mkdir()
        with pytest.raises(ecomgraph.SourceError, match=r"taken\.ttl: cannot be written"):
            graph.write(target)
        assert [path.name for path in tmp_path.iterdir()] == ["taken.ttl"]
