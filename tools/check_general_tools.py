"""Check the bundled framework with rdflib, the OWL API, skosify and owlready2, and print counts.

``python -m tools.check_general_tools`` loads every RDF file with rdflib alone, and vocabulary, data, conclusions and
mappings in one file with the other tools. It fails if a file does not load, OWL API finds a violation of OWL 2 DL, no
relation or no axiom with evidence, skosify finds no concepts or something to repair, or owlready2 sees a thing without
a name. The OWL API is Debian's libowlapi-java, run through JPype; without it, that check is skipped with a message.
"""

from __future__ import annotations

import logging
import sys
import tempfile
from pathlib import Path

import pyoxigraph as ox
import rdflib
from rdflib.namespace import RDF, SKOS

from ecomgraph import load
from ecomgraph.namespace import BASE
from ecomgraph.schema import KINDS
from ecomgraph.store.write import serialize

ONTOLOGY = Path(__file__).resolve().parent.parent / "ontology"
JARS = Path("/usr/share/java")

Finding = tuple[str, list[str]]


def check_rdflib() -> Finding:
    """Load each RDF file on its own."""
    triples = 0
    problems = []
    files = sorted(ONTOLOGY.rglob("*.ttl"))
    for file in files:
        try:
            triples += len(rdflib.Graph().parse(file))
        except Exception as error:
            problems.append(f"{file.relative_to(ONTOLOGY)}: {error}")
    return f"{len(files)} files, {triples} triples", problems


def check_owl_api(path: Path) -> Finding:
    """Load one file with the OWL API, as Protégé does, and check it against OWL 2 DL."""
    if not (JARS / "owlapi-distribution.jar").exists():
        return "skipped: libowlapi-java is not installed", []
    import jpype
    import jpype.imports

    if not jpype.isJVMStarted():
        jars = [str(jar) for jar in JARS.glob("*.jar") if not jar.name.startswith(("slf4j-", "maven"))]
        jpype.startJVM(classpath=[*jars, str(JARS / "slf4j-api.jar"), str(JARS / "slf4j-nop.jar")], convertStrings=True)
    manager = jpype.JClass("org.semanticweb.owlapi.apibinding.OWLManager").createOWLOntologyManager()
    ontology = manager.loadOntologyFromOntologyDocument(jpype.JClass("java.io.File")(str(path)))
    relation = jpype.JClass("org.semanticweb.owlapi.model.AxiomType").OBJECT_PROPERTY_ASSERTION
    relations = list(ontology.getAxioms(relation))
    annotated = sum(1 for axiom in relations if axiom.isAnnotated())
    profile = jpype.JClass("org.semanticweb.owlapi.profiles.OWL2DLProfile")()
    problems = [str(it) for it in profile.checkOntology(ontology).getViolations()]
    problems += [f"no {what}" for what, count in (("relations", len(relations)), ("evidence", annotated)) if not count]
    return f"{len(relations)} relations, {annotated} of them with evidence, {len(problems)} violations", problems


def check_skosify(graph: rdflib.Graph, scheme: str = f"{BASE}scheme/skills") -> Finding:
    """Run skosify on a graph; it must find nothing to repair, and find top concepts of a scheme."""
    import skosify

    log: list[logging.LogRecord] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            log.append(record)

    handler = Kept(logging.WARNING)
    logging.getLogger().addHandler(handler)
    before = set(graph)
    after = set(skosify.skosify(graph, namespace=BASE, default_language=None, label="ecomgraph"))
    logging.getLogger().removeHandler(handler)
    # Several schemes in a file are intended, so this warning of skosify is no problem.
    problems = [it.getMessage() for it in log if not it.getMessage().startswith("Multiple concept schemes found")]
    problems += [f"skosify adds {' '.join(map(str, triple))}" for triple in sorted(after - before)]
    problems += [f"skosify removes {' '.join(map(str, triple))}" for triple in sorted(before - after)]
    concepts = {subject for subject, predicate, it in before if predicate == RDF.type and it == SKOS.Concept}
    tops = sum(1 for _, predicate, it in before if predicate == SKOS.topConceptOf and str(it) == scheme)
    problems += [f"no {what}" for what, count in (("concepts", len(concepts)), ("top skills", tops)) if not count]
    return f"{len(concepts)} concepts, {tops} top skills, {len(problems)} repairs", problems


def check_owlready2(path: Path) -> Finding:
    """Load one RDF/XML file; all instances of our named kinds must have a label."""
    import owlready2

    world = owlready2.World()
    world.get_ontology(path.as_uri()).load()
    classes = {kind.classes[0]: world[kind.classes[0]] for kind in KINDS.values() if kind.named}
    things = {it.iri: it for cls in classes.values() if cls is not None for it in cls.instances()}
    problems = [f"{iri} has no name" for iri, it in sorted(things.items()) if not it.label]
    return f"{len(things)} things, {len(things) - len(problems)} with names", problems if things else ["no things"]


def main() -> int:
    """Print the results of each tool."""
    triples = list(load(alignments=True).dataset.triples())
    own = list(load().dataset.triples())
    with tempfile.TemporaryDirectory() as folder:
        turtle, xml = Path(folder) / "ecomgraph.ttl", Path(folder) / "ecomgraph.rdf"
        turtle.write_bytes(serialize(triples, ox.RdfFormat.TURTLE))
        xml.write_bytes(serialize(own, ox.RdfFormat.RDF_XML))
        graph = rdflib.Graph().parse(data=serialize(own, ox.RdfFormat.TURTLE), format="turtle")
        findings = {
            "rdflib": check_rdflib(),
            "OWL API": check_owl_api(turtle),
            "skosify": check_skosify(graph),
            "owlready2": check_owlready2(xml),
        }
    for name, (counts, problems) in findings.items():
        print(f"{name}: {counts}")
        for problem in problems[:20]:
            print(f"      {problem}")
    return 1 if any(problems for _, problems in findings.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
