"""Fuzz the readers, guided by coverage: ``lab/fuzz_atheris.py --seconds 300``; needs the extra ``ci``.

libFuzzer mutates documents of the corpus of lab/import_corpus.py and keeps those that reach new code of the package. It
stops, and saves the document, at any error other than an EcomgraphError. ``--replay`` reads a corpus again, for
coverage.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["ecomgraph"]):
    import ecomgraph.exchange.importers.case
    import ecomgraph.exchange.importers.esco
    import ecomgraph.exchange.importers.onet
    import ecomgraph.exchange.importers.rdf
    import ecomgraph.exchange.importers.tables
    import ecomgraph.store.rdfxml_check  # noqa: F401
    from ecomgraph.errors import EcomgraphError
    from ecomgraph.exchange.importers.assemble import canonical
    from ecomgraph.exchange.importers.detect import detect, look
    from ecomgraph.exchange.importers.import_options import ImportOptions
    from ecomgraph.exchange.importers.problems import Problems
    from ecomgraph.exchange.importers.readers import read_source
    from ecomgraph.store.query_guard import check_query

from lab.import_corpus import FORMATS, Document, corpus

BASE = "https://w3id.org/ecomgraph/framework/fuzzed/"
# The separator of the files of a document; each file begins with its name and a line end.
FILE = b"\n--- file "
QUERY = len(FORMATS)


def packed(form: str, document: Document) -> bytes:
    """Return a document as one text of bytes."""
    return bytes([FORMATS.index(form)]) + FILE.join(name.encode() + b"\n" + data for name, data in document.items())


def unpacked(data: bytes) -> Document:
    """Undo :func:`packed`; invalid file names are replaced by valid ones."""
    found = {}
    for part in data.split(FILE):
        name, _, content = part.partition(b"\n")
        plain = "".join(char for char in name.decode("ascii", "ignore") if char.isalnum() or char in " ._-").strip(". ")
        found[plain[:80] or "ours.ttl"] = content
    return found


def read(data: bytes, folder: Path) -> None:
    """Read a document as an import does, up to its triples; the only permitted error is an EcomgraphError."""
    kind, rest = (data[0] % (QUERY + 1), data[1:]) if data else (QUERY, b"")
    try:
        if kind == QUERY:
            check_query(rest.decode(errors="replace"))
            return
        form = FORMATS[kind].removesuffix("-xlsx")
        document = unpacked(rest)
        for name, content in document.items():
            (folder / name).write_bytes(content)
        is_folder = form in {"csv", "esco", "onet"}
        source = look(folder if is_folder else folder / next(iter(document)), 1 << 22)
        if not is_folder:
            detect(source, "", 1 << 22)
        problems = Problems("fuzzed")
        reading = read_source(source, form, ImportOptions(format=form), problems, BASE, "fuzzed")
        problems.close()
        canonical(reading.lines)
    except EcomgraphError as error:
        assert str(error).strip()  # noqa: PT017
    finally:
        for file in folder.iterdir():
            file.unlink()


def main(arguments: list[str]) -> int:
    """Fuzz for a number of seconds, or read a corpus again."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=300)
    parser.add_argument("--corpus", type=Path, default=None, help="the folder for documents that reach new code")
    parser.add_argument("--replay", action="store_true", help="read the corpus once")
    options = parser.parse_args(arguments)
    kept = options.corpus or Path(tempfile.mkdtemp(prefix="corpus."))
    kept.mkdir(exist_ok=True)
    memory = Path("/dev/shm")  # noqa: S108
    scratch = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
    if options.replay:
        files = sorted(kept.iterdir())
        for file in files:
            read(file.read_bytes(), scratch)
        print(f"{len(files)} documents read")
        return 0
    for form in FORMATS:
        for number, document in enumerate(corpus(form)):
            (kept / f"seed-{form}-{number}").write_bytes(packed(form, document))
    # Without libFuzzer's memory limit, because Oxigraph reserves more address space than it uses.
    libfuzzer = [f"-max_total_time={options.seconds}", "-max_len=60000", "-timeout=30", "-rss_limit_mb=4096"]
    atheris.Setup([sys.argv[0], *libfuzzer, str(kept)], lambda data: read(data, scratch))
    print(f"corpus in {kept}", flush=True)
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
