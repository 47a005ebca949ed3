"""Wrong files, by importer: the import says in one line what is wrong, where, and what to do, and writes nothing."""

from __future__ import annotations

import re
from importlib import import_module
from itertools import chain
from pathlib import Path

import pytest

from ecomgraph import EcomgraphError, FrameworkError, ImportOptions, import_framework
from ecomgraph.exchange.importers.readers import IMPORTERS, kinds
from tests.frameworks.wrong_files import Wrong, place

MODULES = [
    import_module(f"tests.frameworks.{file.stem}")
    for file in sorted(Path(__file__).parent.glob("wrong_*.py"))
    if file.stem != "wrong_files"
]
BY_KIND: dict[str, list[Wrong]] = dict(chain.from_iterable(it.WRONG.items() for it in MODULES))
CASES = [pytest.param(it, id=f"{kind}: {it.mistake}") for kind, wrongs in BY_KIND.items() for it in wrongs]
# Words of Python and of the libraries that nobody who has a wrong table can do anything with.
JARGON = re.compile(r"Traceback|Error\(|Errno|NoneType|codec|<class |object at 0x|Callback")


@pytest.mark.parametrize("wrong", CASES)
def test_a_wrong_file_is_refused_with_its_message(wrong: Wrong, tmp_path: Path) -> None:
    told = _told(wrong, tmp_path)
    assert told == wrong.message
    assert "\n" not in told
    assert len(told) < 500
    assert not JARGON.search(told)
    assert not (tmp_path / "o.db").exists()


def _told(wrong: Wrong, folder: Path) -> str:
    (folder / "s").mkdir()
    options = dict(wrong.options)
    if "\n" in str(options.get("map", "")):
        (folder / "map.yaml").write_text(str(options["map"]), encoding="utf-8")
        options["map"] = folder / "map.yaml"
    source = place(folder / "s", wrong)
    try:
        report = import_framework(source, folder / "o.db", options=ImportOptions(**options))  # type: ignore[arg-type]
    except EcomgraphError as error:
        found = error.problems[0] if isinstance(error, FrameworkError) else str(error)
    else:
        assert report.violations, "the file was imported"
        found = report.violations[0]
    return found.replace(f"{folder / 's'}/", "")


@pytest.mark.parametrize("kind", sorted(it for it in kinds() if it not in IMPORTERS.added))
def test_each_importer_has_ten_wrong_files_with_different_messages(kind: str) -> None:
    assert len({it.message for it in BY_KIND.get(kind, ())}) >= 10
