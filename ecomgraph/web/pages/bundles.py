"""The style sheets, scripts and icons of the pages; the scripts that every page needs are joined into one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["BUNDLES", "assets"]

# Joined, because each file costs a round trip, and the page is drawn only after all of them have arrived.
BUNDLES = {
    "all-pages.js": ("dom.js", "data.js", "links.js", "search.js", "find.js"),
    "all-explorer.js": (
        *(
            "explorer-state.js",
            "explorer-export.js",
            "explorer-map-shapes.js",
            "explorer-map-sheet.js",
            "explorer-map.js",
        ),
        *("explorer-gap.js", "explorer-parts.js", "explorer-panel.js", "explorer-have.js", "explorer-path.js"),
        *("explorer-names.js", "explorer.js"),
    ),
    "all-answers.js": ("query-table.js", "query-chart.js", "query-graph.js", "query-ask.js", "query-view.js"),
    "all-editor.js": ("query-tokens.js", "query-complete.js", "query-editor.js"),
}


@cache
def assets() -> dict[str, bytes]:
    """Return the files that pages use, by name: the bundles, and the files that are in no bundle.

    >>> assets()["style.css"][:2], "dom.js" in assets()
    (b'/*', False)
    """
    files = {path.name: path.read_bytes() for path in sorted((Path(__file__).parent / "assets").iterdir())}
    bundles = {name: b"\n".join(files.pop(part) for part in parts) for name, parts in BUNDLES.items()}
    return files | bundles
