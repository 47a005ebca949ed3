"""Several frameworks side by side: opened without parsing, listed, compared, replaced, removed, crosswalked."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

import ecomgraph
from ecomgraph import (
    Database,
    ImportOptions,
    Packaged,
    QueryResult,
    SourceError,
    UnknownNameError,
    import_framework,
    remove_framework,
)
from ecomgraph.exchange.importers import draft_writer
from ecomgraph.reasoning.rules import derive
from ecomgraph.store.dataset import DERIVED, VOCABULARY
from tests.frameworks.killed import state
from tests.frameworks.miniatures import TABLES, write_onet, write_tables

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of a bakery and of O*NET in miniature, to be copied."""
    folder = tmp_path_factory.mktemp("imported")
    options = ImportOptions(title="Our bakery", license="https://bakery.example/terms")
    import_framework(write_tables(folder / "bakery"), folder / "career.db", options=options)
    import_framework(write_onet(folder / "onet"), folder / "career.db")
    return folder / "career.db"


@pytest.fixture
def database(imported: Path, tmp_path: Path) -> Path:
    """A database of a bakery and of O*NET in miniature."""
    return shutil.copytree(imported, tmp_path / "career.db")


@pytest.mark.long
def test_frameworks_lie_side_by_side_and_are_asked_together(database: Path) -> None:
    graph = ecomgraph.open(database)
    assert [role.label for role in graph.roles()] == [
        "Apprentice",
        "Baker",
        "Chief Executives",
        "Master baker",
        "Online Merchants",
        "Sales Managers",
    ]
    records = {record.name: record for record in Database(database).frameworks()}
    assert (records["bakery"].title, records["bakery"].format, records["bakery"].source) == (
        "Our bakery",
        "csv",
        "bakery",
    )
    assert dict(records["onet"].classes)["Role"] == 3
    answer = graph.sparql(
        "SELECT ?graph (COUNT(?role) AS ?roles) { GRAPH ?graph { ?role a ecg:Role } } GROUP BY ?graph ORDER BY ?graph"
    )
    assert isinstance(answer, QueryResult)
    assert [(str(one), int(str(two))) for one, two in answer] == [
        (records["bakery"].graph, 3),
        (records["onet"].graph, 3),
    ]
    (terms,) = graph.sparql(
        "PREFIX in: <https://w3id.org/ecomgraph/graph/framework/>"
        " SELECT ?terms { GRAPH graph:catalog { in:bakery dcterms:license ?terms } }"
    )  # type: ignore[misc]
    assert [str(term) for term in terms] == ["https://bakery.example/terms"]


@pytest.mark.long
def test_a_database_holds_what_loading_and_deriving_gives(database: Path) -> None:
    graph = ecomgraph.open(database)
    before = set(graph.dataset.triples())
    afresh = ox.Store()
    afresh.extend(quad for quad in graph.dataset.store if quad.graph_name != DERIVED)
    dataset = ecomgraph.store.dataset.Dataset(afresh)  # type: ignore[attr-defined]
    derive(dataset)
    assert set(dataset.triples()) == before


@pytest.mark.long
def test_a_database_is_read_only(database: Path) -> None:
    graph = ecomgraph.open(database)
    with pytest.raises(RuntimeError, match="read-write"):
        graph.dataset.store.add(ox.Quad(VOCABULARY, VOCABULARY, VOCABULARY))


@pytest.mark.long
def test_what_is_removed_leaves_no_trace(database: Path, tables: Path, tmp_path: Path) -> None:
    only = tmp_path / "only.db"
    import_framework(tables, only, options=ImportOptions(title="Our bakery", license="https://bakery.example/terms"))
    removed = remove_framework("onet", database)
    assert removed.title == "O*NET 29.2 Database"
    quads = [sorted(map(str, ecomgraph.open(path).dataset.store)) for path in (database, only)]
    without_times = [[quad for quad in found if "generatedAtTime" not in quad] for found in quads]
    assert without_times[0] == without_times[1]
    with pytest.raises(UnknownNameError, match="no framework is called 'onet'"):
        remove_framework("onet", database)


@pytest.mark.long
def test_a_triple_of_two_frameworks_is_counted_once_and_outlives_one(tables: Path, tmp_path: Path) -> None:
    path = tmp_path / "career.db"
    for name in ("one", "two"):
        import_framework(tables, path, options=ImportOptions(name=name, base="https://bakery.example/"))
    graph = ecomgraph.open(path)
    count = "SELECT (COUNT(*) AS ?n) { ?role a ecg:Role }"
    assert [str(row[0]) for row in graph.sparql(count)] == ["3"]  # type: ignore[union-attr]
    remove_framework("one", path)
    assert [str(row[0]) for row in ecomgraph.open(path).sparql(count)] == ["3"]  # type: ignore[union-attr]


@pytest.mark.long
def test_the_difference_to_what_was_there_is_told(database: Path, tmp_path: Path) -> None:
    roles = (
        TABLES["roles"].replace("master,Master baker,", "master,Grand master,").replace("apprentice,Apprentice,\n", "")
    )
    folder = write_tables(
        tmp_path / "changed",
        roles=f"{roles}confectioner,Confectioner,\n",
        transitions="from,to,kind,months\nbaker,master,promotion,\n",
    )
    options = ImportOptions(name="bakery")
    before = state(database)
    planned = import_framework(folder, database, options=options, replace=True, dry_run=True)
    assert planned.accepted
    assert not planned.applied
    assert state(database) == before
    report = import_framework(folder, database, options=options, replace=True)
    assert report.changes == planned.changes == (("Role", 1, 1, 1), ("Transition", 0, 1, 0))
    assert report.replaced


@pytest.mark.long
def test_two_frameworks_may_have_a_skill_under_one_label_and_neither_of_them_two(tables: Path, tmp_path: Path) -> None:
    path = tmp_path / "career.db"
    import_framework(tables, path, options=ImportOptions(name="one"))
    assert import_framework(tables, path, options=ImportOptions(name="two")).accepted
    with pytest.raises(ecomgraph.AmbiguousNameError):
        ecomgraph.open(path).skill("Kneading")
    folder = write_tables(tmp_path / "three", skills=TABLES["skills"] + "again,Kneading,skill,\n")
    report = import_framework(folder, path, options=ImportOptions(name="three"))
    assert not report.accepted
    assert [violation.split(":")[0] for violation in report.violations] == ["skills.csv"]


@pytest.mark.long
def test_the_nearest_occupation_is_found_by_mapping_label_or_skills(onet: Path, tmp_path: Path) -> None:
    path = tmp_path / "career.db"
    import_framework(onet, path)
    import_framework(Packaged.BUNDLED, path)
    ours = write_tables(
        tmp_path / "ours",
        roles="id,label,alt_labels\nshop,Web shop owner,Online merchants\nboss,Boss,CEO\nnobody,Nobody,\n",
        skills="id,label\nmaths,Mathematics\nmending,Mending\n",
        requirements="holders,skill,importance\nboss,maths,essential\nboss,mending,optional\n",
        transitions="",
    )
    import_framework(ours, path)
    graph = ecomgraph.open(path)
    assert [(it.role.label, it.by, it.relation) for it in graph.crosswalk("shop", "onet")] == [
        ("Online Merchants", "label", "online merchants")
    ]
    assert [(it.role.label, it.by, round(it.score, 2), it.weighed_by) for it in graph.crosswalk("boss", "onet")] == [
        ("Chief Executives", "skills", 0.67, "importance"),
        ("Online Merchants", "skills", 0.33, "importance"),
    ]
    assert [it.label for it in graph.crosswalk("boss", "onet")[0].shared] == ["Mathematics"]
    assert graph.crosswalk("nobody", "onet") == ()
    import_framework(Packaged.ALIGNMENTS, path)
    (first, *_) = ecomgraph.open(path).crosswalk("ecommerce-manager", "onet")
    assert (first.role.label, first.by, first.relation) == ("Online Merchants", "mapping", "closeMatch")
    with pytest.raises(UnknownNameError, match="no framework is called 'esco'"):
        graph.crosswalk("boss", "esco")


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: None, "is not a database; 'ecomgraph import SOURCE --into DIR' makes one"),  # noqa: ARG005
        (lambda path: path.mkdir(), "is not a database; 'ecomgraph import SOURCE --into DIR' makes one"),
        (lambda path: path.write_text("x"), "is a file, and a database is a folder"),
    ],
)
def test_what_is_no_database_cannot_be_opened(tmp_path: Path, make: object, reason: str) -> None:
    make(tmp_path / "career.db")  # type: ignore[operator]
    with pytest.raises(SourceError, match=reason):
        ecomgraph.open(tmp_path / "career.db")


def test_a_damaged_database_is_told(database: Path) -> None:
    (database / "current").write_text("many", encoding="ascii")
    with pytest.raises(SourceError, match="is a damaged database"):
        ecomgraph.open(database)
    (database / "current").write_text("99", encoding="ascii")
    with pytest.raises(SourceError, match="is a damaged database: it has no versions/99"):
        ecomgraph.open(database)


def test_a_folder_of_something_else_is_not_made_a_database(tables: Path, tmp_path: Path) -> None:
    with pytest.raises(
        SourceError, match=r"has content that is not a database \(requirements\.csv\); choose another folder"
    ):
        import_framework(tables, shutil.copytree(tables, tmp_path / "copy"))
    with pytest.raises(SourceError, match="is, or contains, the source of the import"):
        import_framework(tables, tables)
    with pytest.raises(SourceError, match="cannot be the name of a framework"):
        import_framework(tables, tmp_path / "x.db", options=ImportOptions(name="Our bakery"))


def test_a_file_is_not_made_a_database(tables: Path, tmp_path: Path) -> None:
    path = tmp_path / "career.db"
    path.write_text("years of work", encoding="utf-8")
    with pytest.raises(SourceError, match="is a file, and a database is a folder; choose another name"):
        import_framework(tables, path)
    assert path.read_text(encoding="utf-8") == "years of work"
    with pytest.raises(SourceError, match="cannot be created: No such file or directory"):
        import_framework(tables, tmp_path / "no" / "such" / "career.db")


def _without_times(database: Path) -> set[ox.Quad]:
    return {it for it in Database(database).read().store if "#dateTime>" not in str(it.object)}


@pytest.mark.long
def test_a_framework_is_replaced_among_others_as_if_all_were_put_together_anew(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another framework states the same triples as the one that is replaced."""
    tables, anew = write_tables(tmp_path / "bakery"), tmp_path / "anew.db"
    import_framework(
        tables, database, options=ImportOptions(name="same", base="https://w3id.org/ecomgraph/framework/bakery/")
    )
    shutil.copytree(database, anew)
    (tables / "roles.csv").write_text("id,label\nbaker,Boulanger\nmaster,Master baker\n", encoding="utf-8")
    (tables / "transitions.csv").unlink()
    for path, outweighed in ((database, True), (anew, False)):
        monkeypatch.setattr(draft_writer, "_outweighed", lambda *_, outweighed=outweighed: outweighed)
        import_framework(tables, path, options=ImportOptions(name="bakery"), replace=True)
    assert _without_times(database) == _without_times(anew)
    step, whole = (it / "versions" / Database(it).identity / "combined.names" for it in (database, anew))
    assert step.read_bytes() == whole.read_bytes()
