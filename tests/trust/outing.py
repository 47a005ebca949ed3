"""What a process does with hostile input, while an audit hook notes what it touches; run as a child of the tests.

``outing.py FOLDER REMOTE`` works in FOLDER, where ``input`` is what a user names and ``output`` where it may write.
"""

from __future__ import annotations

import json
import os
import re
import sys
import sysconfig
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[2]
# What belongs to Python, its packages and this one; and what those ask of the system.
OWN = [
    *{sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")},
    *(
        sys.prefix,
        sys.base_prefix,
        str(ROOT / "ecomgraph"),
        str(ROOT / "ontology"),
        str(ROOT / "queries"),
        str(ROOT / "tests"),
    ),
    *(
        f"{ROOT}/ecomgraph.egg-info",
        "/etc/localtime",
        "/etc/mime.types",
        "/usr/share/zoneinfo",
        "/dev/null",
        "/dev/urandom",
    ),
]
# openpyxl writes sheets there before it packs them; Python tries whether the folder can be written.
SCRATCH = re.compile(rf"{re.escape(tempfile.gettempdir())}(/openpyxl\.\w{{8}}|/\w{{8}})?")
# What the reference engine judges, too: shapes in data, and what would import others.
REFERENCE = {"imports.ttl", "shapes-in-data.ttl"}
FILES = {
    *("open", "os.chmod", "os.link", "os.listdir", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.scandir"),
    *("os.symlink", "os.truncate", "os.utime", "shutil.copyfile", "shutil.copytree", "shutil.move", "shutil.rmtree"),
    *("ctypes.dlopen", "sqlite3.connect", "tempfile.mkdtemp", "tempfile.mkstemp"),
}
NEVER: tuple[str, ...] = (
    "socket.",
    "subprocess.",
    "os.exec",
    "os.fork",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "pty.",
    "webbrowser.",
)
NEVER += ("urllib.", "http.", "ftplib.", "smtplib.", "imaplib.", "poplib.", "telnetlib.", "nntplib.", "ensurepip.")


class Watch:
    """Notes what a process touches that nobody named."""

    def __init__(self, named: list[Path]) -> None:
        self.events = 0
        self.found: list[str] = []
        self._active = True
        self._allowed = [*OWN, *(str(path) for path in named)]
        self.doing = ""
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._active:
            return
        self.events += 1
        if event.startswith(NEVER):
            self.found.append(f"{self.doing}: {event} {arguments}"[:300])
        elif event in FILES:
            # What shutil.rmtree removes is named relative to a descriptor; the working directory is where output goes.
            for path in arguments[: 1 if event == "open" else 2]:
                if isinstance(path, str | bytes | os.PathLike) and not self._may_touch(os.fsdecode(path)):
                    self.found.append(f"{self.doing}: {event} {os.fsdecode(path)}")

    def _may_touch(self, path: str) -> bool:
        full = os.path.abspath(path)  # noqa: PTH100
        # Python lists the folders in which it looks for packages.
        if full == str(ROOT) or SCRATCH.fullmatch(full):
            return True
        return any(full == own or full.startswith(own.rstrip("/") + "/") for own in self._allowed)

    @contextmanager
    def off(self) -> Iterator[None]:
        """Look away."""
        self._active = False
        try:
            yield
        finally:
            self._active = True


class Attempts:
    """Counts what was done, and what was refused."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self.counts = {"accepted": 0, "refused": 0, "answered": 0, "exported": 0}

    def __call__(self, what: str, done: str, function: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        """Call a function, and say so if anything is touched meanwhile."""
        import ecomgraph

        self._watch.doing = what
        try:
            result = function(*arguments, **options)
        except ecomgraph.EcomgraphError:
            self.counts["refused"] += 1
            return None
        self.counts[done] += 1
        return result


def outing(folder: Path, remote: str, watch: Watch) -> dict[str, int]:
    """Parse, import, validate, ask, draw and export whatever is in the folder; return how many of each there were."""
    import ecomgraph
    from tests.trust.reaching_out import queries

    attempt = Attempts(watch)
    database = folder / "output" / "career.db"
    graphs = {"bundled": ecomgraph.load()}
    for number, source in enumerate(sorted(it for it in (folder / "input").iterdir() if it.name != "secret.txt")):
        if source.suffix not in {"", ".xlsx"} and source.name != "uri.json":
            loaded = attempt(f"load {source.name}", "accepted", ecomgraph.load, source)
            if loaded is not None:
                graphs[source.name] = loaded
        options = ecomgraph.ImportOptions(name=f"n{number}")
        attempt(f"import {source.name}", "accepted", ecomgraph.import_framework, source, database, options=options)
    # The first of them; all together have no single export.
    graphs["database"] = ecomgraph.open(database, framework=ecomgraph.open(database).frameworks()[0].name)
    for name, graph in graphs.items():
        attempt(f"validate {name}", "answered", graph.validate)
        if name in REFERENCE:
            attempt(f"validate {name} with pyshacl", "answered", graph.validate, engine="pyshacl")
        _use(graph, folder / "output" / name, attempt)
    for text in queries(remote, folder / "elsewhere" / "secret.txt"):
        for name in ("bundled", "database"):
            attempt(f"query {text}", "answered", graphs[name].sparql, text)
    return attempt.counts


def _use(graph: Any, out: Path, attempt: Attempts) -> None:
    from ecomgraph.careers.diagrams import draw, map_diagram
    from ecomgraph.exchange.registry import FORMATS
    from ecomgraph.web.pages.explorer import explorer_page
    from ecomgraph.web.pages.links import Links

    out.mkdir()
    for form in FORMATS:
        attempt(f"export {form}", "exported", graph.export, form, out / form)
    attempt("write", "exported", graph.write, out / "all.trig", derived=True)
    attempt("skills", "answered", lambda: [graph.skills(role) for role in graph.roles()])
    attempt("stored query", "answered", graph.query, "career-ladder")
    attempt("networkx", "answered", graph.to_networkx)
    attempt("rdflib", "answered", lambda: len(list(graph.rdflib.triples((None, None, None)))))
    attempt("page", "answered", explorer_page, graph, Links())
    attempt("mermaid", "answered", lambda: draw(map_diagram(graph.network), "mermaid"))
    attempt("dot", "answered", lambda: draw(map_diagram(graph.network), "dot"))


def main(folder: Path, remote: str, what: str) -> None:
    """Print as JSON what was done and what was touched: "all", or one of what should be noticed."""
    watch = Watch([folder / "input", folder / "output"])
    counts = outing(folder, remote, watch) if what == "all" else {}
    watch.doing = "control"
    if what == "open":
        (folder / "elsewhere" / "secret.txt").read_text(encoding="utf-8")
    elif what == "socket":
        import socket

        socket.socket().close()
    elif what == "native":
        import pyoxigraph

        # Native code opens sockets without a word to the audit hook.
        bool(pyoxigraph.Store().query(f"ASK {{ SERVICE SILENT <{remote}> {{ ?s ?p ?o }} }}"))
    with watch.off():
        print(json.dumps({"counts": counts, "events": watch.events, "found": sorted(set(watch.found))}))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), *sys.argv[2:])
