"""The documents that lab/fuzz_imports.py imports: a small corpus for each format, and the cases drawn from it."""

from __future__ import annotations

import json
import random
import tempfile
import zipfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import ecomgraph
from ecomgraph import import_framework
from lab.mutate import mutated
from lab.mutate_whole import mutated_whole, renamed
from tests.frameworks import ladders
from tests.frameworks.miniatures import ESCO_FILES, ONET, write_tables
from tests.frameworks.others import (
    CTDL,
    FRAMEWORK,
    MOODLE_HEADER,
    OSMT,
    SFIA,
    SKOS,
    A,
    B,
    C,
    case_package,
    sssom_json,
    sssom_table,
)
from tests.frameworks.others import ESCO as ESCO_RDF

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["FORMATS", "MAP", "Document", "case", "corpus"]

FORMATS = [
    "case",
    "csv",
    "ctdl-asn",
    "esco",
    "esco-rdf",
    "json",
    "jsonld",
    "mapping",
    "matrix",
    "moodle",
    "nquads",
    "ntriples",
    "onet",
    "onet-xlsx",
    "osmt",
    "rdfxml",
    "sfia",
    "skos",
    "sssom",
    "trig",
    "turtle",
    "xlsx",
    "yaml",
    "zip",
]
ENDINGS = {
    "case": "json",
    "ctdl-asn": "json",
    "esco-rdf": "ttl",
    "moodle": "csv",
    "osmt": "csv",
    "sfia": "ttl",
    "skos": "ttl",
    "sssom": "tsv",
    "nquads": "nq",
    "ntriples": "nt",
    "rdfxml": "rdf",
    "turtle": "ttl",
}
# Documents of formats without an exporter, or with content that exports lack.
OTHERS = {
    "ctdl-asn": (json.dumps(CTDL),),
    "esco-rdf": (ESCO_RDF,),
    "moodle": (MOODLE_HEADER + FRAMEWORK + A + B + C,),
    "osmt": (OSMT + "https://osmt.example/1,SQL,Us,Asks.,Data;SQL,db; sql,CPA,https://e.example/1,\n,Law,,,,,,,\n",),
    "sfia": (SFIA,),
    "skos": (SKOS,),
    "sssom": (sssom_table(), sssom_table(","), sssom_json()),
}
# Documents under so many bytes are drawn more often, because they are quick to import.
SMALL = 20_000
# The share of cases that are also mutated as wholes.
WHOLE = 0.25

Document = dict[str, bytes]
# The key of the mapping file, which is not a file of the source.
MAP = "map.yaml"


@cache
def corpus(form: str) -> tuple[Document, ...]:
    """Return the documents of a format, each as files by name."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        if form in FORMS:
            return FORMS[form](folder)
        if form in OTHERS:
            return tuple({f"ours.{ENDINGS[form]}": text.encode()} for text in OTHERS[form])
        found = []
        for number, graph in enumerate(_graphs(folder)):
            target = folder / f"{number}.{ENDINGS.get(form, form)}"
            if form == "nquads":
                if number == 0:
                    graph.write(target)
            else:
                graph.export(form, target, role="ecommerce-manager" if number else ())
            if not target.exists():
                continue
            files = sorted(target.iterdir()) if target.is_dir() else [target]
            found.append({file.name.replace(f"{number}.", "ours."): file.read_bytes() for file in files})
    found += _further(form)
    return tuple(found)


def _mapped(folder: Path) -> tuple[Document, ...]:
    """Return ladders in other layouts, each with its mapping file."""
    found = []
    for name, (make, mapping) in ladders.MAPPED.items():
        files = sorted(make(folder / name).iterdir())
        found.append({MAP: mapping.encode(), **{file.name: file.read_bytes() for file in files}})
    return tuple(found)


def _matrices(folder: Path) -> tuple[Document, ...]:
    texts = (ladders.MATRIX, ladders.MATRIX.replace(",", ";"), ladders.MATRIX.replace(",", "\t"))
    csv_files = tuple({"ours.csv": text.encode("utf-16" if "\t" in text else "utf-8")} for text in texts)
    return (*csv_files, {"ours.xlsx": ladders.workbook(folder / "ours.xlsx").read_bytes()})


# Layouts that people use but no export writes.
FORMS: dict[str, Callable[[Path], tuple[Document, ...]]] = {
    "json": lambda _: ({"ours.json": ladders.JSON.encode()},),
    "mapping": _mapped,
    "matrix": _matrices,
    "yaml": lambda _: ({"ours.yaml": ladders.YAML.encode()},),
    "onet": lambda folder: (_onet(folder, workbooks=False),),
    "onet-xlsx": lambda folder: (_onet(folder, workbooks=True),),
    "zip": lambda folder: (_zipped(folder),),
}


def _graphs(folder: Path) -> list[ecomgraph.CareerGraph]:
    tables = write_tables(folder / "bakery")
    import_framework(tables, folder / "bakery.nt")
    return [ecomgraph.load(folder / "bakery.nt"), ecomgraph.load()]


def _further(form: str) -> list[Document]:
    """Return documents of a format with content that exports lack."""
    if form == "esco":
        return [{f"{name}.csv": text.encode() for name, text in ESCO_FILES.items()}]
    return [{"ours.json": json.dumps(case_package()).encode()}] if form == "case" else []


def _zipped(folder: Path) -> Document:
    with zipfile.ZipFile(folder / "ours.zip", "w") as archive:
        for name, text in ESCO_FILES.items():
            archive.writestr(f"csv/{name}.csv", text)
    return {"ours.zip": (folder / "ours.zip").read_bytes()}


def _onet(folder: Path, *, workbooks: bool) -> Document:
    if not workbooks:
        return {f"{name}.txt": text.encode() for name, text in ONET.items()}
    from openpyxl import Workbook

    for name, text in ONET.items():
        book = Workbook()
        for line in text.splitlines():
            book.worksheets[0].append(line.split("\t"))
        book.save(folder / f"{name}.xlsx")
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def case(form: str, seed: int, number: int) -> Document:
    """Return the document of a case, which depends only on the arguments."""
    chance = random.Random(f"{form} {seed} {number}")  # noqa: S311
    documents = corpus(form)
    # Documents that are quick to import are drawn more often.
    small = [it for it in documents if sum(map(len, it.values())) < SMALL]
    document = dict(chance.choice(small or documents if chance.random() < 0.95 else documents))
    others = [data for other in documents for data in other.values()]
    names = sorted(document)
    for name in chance.sample(names, k=1 if len(names) == 1 or chance.random() < 0.8 else 2):
        document[name] = mutated(document[name], others, chance)
    if len(names) > 1 and chance.random() < 0.03:
        del document[chance.choice(names)]
    return _changed_whole(document, random.Random(f"whole {form} {seed} {number}"))  # noqa: S311


def _changed_whole(document: Document, chance: random.Random) -> Document:
    """Return a document; in one case of four, a file has another prolog, encoding, size or name."""
    if not document or chance.random() >= WHOLE:
        return document
    name = chance.choice(sorted(document))
    document[name] = mutated_whole(document[name], chance)
    if len(document) == 1 and chance.random() < 0.3:
        return {renamed(name, chance): document[name]}
    return document
