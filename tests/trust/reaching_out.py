"""Documents and queries that ask for what is elsewhere: ``{remote}`` is an address, ``{secret}`` a file."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from openpyxl import Workbook

from tests.frameworks.miniatures import TABLES, write_tables

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "not for other eyes"  # noqa: S105
ROLE = "https://w3id.org/ecomgraph/ns#Role"
LABEL = "http://www.w3.org/2004/02/skos/core#prefLabel"
_XML = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:xi="http://www.w3.org/2001/XInclude"
    xmlns:skos="http://www.w3.org/2004/02/skos/core#" xmlns:ecg="https://w3id.org/ecomgraph/ns#">
  <ecg:Role rdf:about="urn:a"><skos:prefLabel xml:lang="en">{text}</skos:prefLabel></ecg:Role>
</rdf:RDF>"""
_NODE = f'"@id": "urn:a", "@type": "{ROLE}", "{LABEL}": "A"'

# By file name.
DOCUMENTS = {
    "context.jsonld": '{{"@context": "{remote}context.jsonld", ' + _NODE + "}}",
    "context-file.jsonld": '{{"@context": "file://{secret}", ' + _NODE + "}}",
    "context-redirected.jsonld": '{{"@context": "{remote}redirect", ' + _NODE + "}}",
    "context-among-others.jsonld": '{{"@context": [{{"a": "urn:a"}}, "{remote}c"], ' + _NODE + "}}",
    "context-relative.jsonld": '{{"@context": "secret.txt", ' + _NODE + "}}",
    "context-of-a-node.jsonld": '{{"urn:b": {{"@context": "{remote}c", "c": 1}}, ' + _NODE + "}}",
    "import.jsonld": '{{"@context": {{"@version": 1.1, "@import": "{remote}c"}}, ' + _NODE + "}}",
    "scoped-by-property.jsonld": '{{"@context": {{"b": {{"@id": "urn:b", "@context": "{remote}c"}}}}, "b": {{"c": 1}}, '
    + _NODE
    + "}}",
    "scoped-by-type.jsonld": '{{"@context": {{"Role": {{"@id": "' + ROLE + '", "@context": "{remote}c"}}}},'
    ' "@id": "urn:a", "@type": "Role", "c": 1}}',
    "link-header.json": '{{"@context": "{remote}", ' + _NODE + "}}",
    "imports.ttl": "@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
    "<urn:o> a owl:Ontology ; owl:imports <{remote}o> , <file://{secret}> .\n"
    f'<urn:a> a <{ROLE}> ; <{LABEL}> "A"@en ; <http://www.w3.org/2000/01/rdf-schema#isDefinedBy> <{{remote}}d> .',
    "shapes-in-data.ttl": """@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:s> a sh:NodeShape ; sh:targetClass <[ROLE]> ; sh:shapesGraph <{remote}shapes> ;
  sh:js [ a sh:JSConstraint ; sh:jsFunctionName "f" ; sh:jsLibrary [ sh:jsLibraryURL "{remote}f.js" ] ] ;
  sh:sparql [ a sh:SPARQLConstraint ; sh:message "no" ;
    sh:select "SELECT $this {{ SERVICE <{remote}sparql> {{ $this ?p ?o }} }}" ] ;
  sh:rule [ a sh:SPARQLRule ;
    sh:construct "CONSTRUCT {{ ?s a ?o }} WHERE {{ SERVICE <{remote}sparql> {{ ?s ?p ?o }} }}" ] .
<urn:a> a <[ROLE]> ; <[LABEL]> "A"@en .""".replace("[ROLE]", ROLE).replace("[LABEL]", LABEL),
    "named.trig": f'<file://{{secret}}> {{{{ <urn:a> a <{ROLE}> ; <{LABEL}> "A"@en . }}}}',
    "named.nq": f'<urn:a> <{LABEL}> "A" <{{remote}}g> .\n'
    f"<urn:a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{ROLE}> <{{remote}}g> .",
    "entity.rdf": '<!DOCTYPE rdf:RDF [<!ENTITY x SYSTEM "file://{secret}">]>' + _XML.format(text="&x;"),
    "entity-remote.rdf": '<!DOCTYPE rdf:RDF [<!ENTITY % x SYSTEM "{remote}x.dtd"> %x;]>' + _XML.format(text="A"),
    "doctype.rdf": '<!DOCTYPE rdf:RDF SYSTEM "{remote}x.dtd">' + _XML.format(text="A"),
    "include.rdf": _XML.format(text='<xi:include href="file://{secret}" parse="text"/>'),
    "include-literal.rdf": _XML.format(text='<xi:include href="{remote}i"/>').replace(
        'xml:lang="en"', 'rdf:parseType="Literal"'
    ),
    "stylesheet.rdf": '<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="{remote}x.xsl"?>'
    + _XML.format(text="A"),
    "uri.json": '{{"CFDocument": {{"identifier": "d", "uri": "{remote}d", "title": "D", "CFPackageURI": {{"uri":'
    ' "{remote}p"}}, "licenseURI": {{"uri": "{remote}l"}}}}, "CFItems": [{{"identifier": "i", "uri": "{remote}i",'
    ' "fullStatement": "I", "CFItemType": "Role"}}], "CFAssociations": []}}',
}

# Where SERVICE can stand; what stands for it is put in the place of *.
PLACEMENTS = {
    "group": "SELECT * { * }",
    "subselect": "SELECT * { { SELECT * { ?s ?p ?o . * } } }",
    "exists": "SELECT * { ?s ?p ?o FILTER EXISTS { * } }",
    "not exists": "SELECT * { ?s ?p ?o FILTER NOT EXISTS { * } }",
    "minus": "SELECT * { ?s ?p ?o MINUS { * } }",
    "optional": "SELECT * { ?s ?p ?o OPTIONAL { * } }",
    "union": "SELECT * { { ?s ?p ?o } UNION { * } }",
    "graph": "SELECT * { GRAPH ?g { * } }",
    "nested": "SELECT * { { { { * } } } }",
    "beside values": "SELECT * { VALUES ?x { 1 2 } * VALUES ?y { 3 } }",
    "bind": "SELECT (EXISTS { * } AS ?there) { }",
    "construct": "CONSTRUCT { ?s ?p ?o } WHERE { * }",
    "describe": "DESCRIBE ?s WHERE { * }",
    "ask": "ASK { * }",
    "having": "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING (EXISTS { * })",
    "order by": "SELECT * { ?s ?p ?o } ORDER BY (EXISTS { * })",
}
CALLS = [
    "SERVICE <{remote}> {{ ?s ?p ?o }}",
    "service silent <{remote}> {{ ?s ?p ?o }}",
    "SeRvIcE<{remote}>{{ ?s ?p ?o }}",
    "SERVICE # <urn:x> {{\n <{remote}> {{ ?s ?p ?o }}",
    "VALUES ?where {{ <{remote}> }} SERVICE ?where {{ ?s ?p ?o }}",
]
QUERIES = [
    "SELECT * FROM <file://{secret}> {{ ?s ?p ?o }}",
    "SELECT * FROM NAMED <file://{secret}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT * FROM <{remote}> {{ ?s ?p ?o }}",
    "PREFIX f: <file://> SELECT * FROM f:{secret} {{ ?s ?p ?o }}",
    "BASE <{remote}> SELECT * FROM <data> {{ ?s ?p ?o }}",
    "LOAD <{remote}data.ttl>",
    "LOAD SILENT <file://{secret}> INTO GRAPH <urn:g>",
    "INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <{remote}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ \\u0053ERVICE <{remote}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ GRAPH <file://{secret}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ GRAPH <{remote}> {{ ?s ?p ?o }} }}",
    "DESCRIBE <{remote}>",
    "PREFIX js: <http://www.w3.org/ns/shacl#> SELECT (<{remote}f>(1) AS ?x) {{ }}",
    "SELECT * {{ ?s <http://jena.hpl.hp.com/ARQ/property#concat> ('a' 'b') }}",
]


def documents(folder: Path, remote: str, secret: Path) -> list[Path]:
    """Write all documents, a folder with a link, and a workbook that refers to others."""
    folder.mkdir()
    (folder / "secret.txt").write_text(SECRET, encoding="utf-8")
    made = []
    for name, text in DOCUMENTS.items():
        (folder / name).write_text(_filled(text, remote, secret), encoding="utf-8")
        made.append(folder / name)
    made.append(write_tables(folder / "linked", roles=""))
    (folder / "linked" / "roles.csv").symlink_to(secret)
    return [*made, _workbook(folder / "linked.xlsx", remote, secret)]


def _filled(text: str, remote: str, secret: Path) -> str:
    return text.replace("{{", "{").replace("}}", "}").replace("{remote}", remote).replace("{secret}", str(secret))


def _workbook(path: Path, remote: str, secret: Path) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, text in TABLES.items():
        sheet = book.create_sheet(name)
        for line in text.splitlines():
            sheet.append(line.split(","))
    book["roles"]["B2"] = f"='[file://{secret}]Sheet1'!A1"
    book["roles"]["B3"] = f'=WEBSERVICE("{remote}")'
    book.save(path)
    target = '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    target += '<Relationship Id="rId1" TargetMode="External" Target="{}" Type="http://schemas.openxmlformats.org/'
    target += 'officeDocument/2006/relationships/externalLinkPath"/></Relationships>'
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/externalLinks/_rels/externalLink1.xml.rels", target.format(f"file://{secret}"))
        archive.writestr("xl/externalLinks/_rels/externalLink2.xml.rels", target.format(remote))
    return path


def queries(remote: str, secret: Path) -> list[str]:
    """Return every call in every place, and the other queries."""
    calls = [call.format(remote=remote) for call in CALLS]
    placed = [
        text.replace(" * ", f" {call}\n ").replace("{ * }", f"{{ {call}\n }}")
        for text in PLACEMENTS.values()
        for call in calls
    ]
    return placed + [text.format(remote=remote, secret=secret) for text in QUERIES]
