"""Output for people and for programs."""

from __future__ import annotations

import io

import pytest

from ecomgraph.cli.output import as_csv, as_json, as_table


def test_json_keeps_characters_as_they_are() -> None:
    assert as_json({"label": "Bäcker", "k": [1]}) == '{\n  "label": "Bäcker",\n  "k": [\n    1\n  ]\n}\n'


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1+1", "'-1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", '"\'\rx"'),
        ("-1", "-1"),
        ("-1.5E3", "-1.5E3"),
        ("a=b", "a=b"),
        ('a "b", c', '"a ""b"", c"'),
        ("two\nlines", '"two\nlines"'),
        (-1, "-1"),
        (0.5, "0.5"),
        (None, '""'),
    ],
)
def test_csv_cells(cell: str | float | None, written: str) -> None:
    assert as_csv(["cell"], [[cell]]) == f"cell\n{written}\n"


def test_piped_tables_are_aligned_and_have_no_trailing_blanks() -> None:
    assert as_table(["id", "weight"], [["kneading", 1], ["rye", 10.5], ["", 2]]) == (
        "id        weight\nkneading       1\nrye         10.5\n               2\n"
    )


class Terminal(io.StringIO):
    """A stream that takes itself for a terminal."""

    def isatty(self) -> bool:
        return True


def draw(monkeypatch: pytest.MonkeyPatch, cell: str) -> str:
    """Return a table as it is on a terminal of 60 columns that knows colors."""
    monkeypatch.setattr("sys.stdout", Terminal())
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("TERM", "xterm-256color")
    return as_table(["skill"], [[cell]])


def test_tables_on_a_terminal_are_drawn_and_wrapped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    drawn = draw(monkeypatch, "[red]word[/red] " * 10)

    assert "─" in drawn
    assert "\x1b[" in drawn
    assert max(map(len, drawn.splitlines()[3:])) <= 60
    assert "[red]word[/red]" in drawn


def test_cells_from_right_to_left_stay_in_their_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [["خياط", "قص القماش", "x"], ["Tailor", "裁縫", "y"], ["בעל", "(1)", "z"]]
    assert "\u200e" not in as_table(["role", "skill", "note"], rows)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("sys.stdout", Terminal())
    drawn = as_table(["role", "skill", "note"], rows)
    # The mark has no width: the third column begins at the same place in all rows.
    shown = drawn.replace("\u200e", "").replace("裁縫", "Sew.")
    assert (
        len({max(map(line.find, "xyz")) for line in shown.splitlines() if line.rstrip().endswith(("x", "y", "z"))}) == 1
    )
    assert [line.count("\u200e") for line in drawn.splitlines() if line.rstrip().endswith(("x", "y", "z"))] == [2, 0, 1]


def test_what_is_too_wide_for_a_terminal_is_folded_not_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    drawn = draw(monkeypatch, "kneading-" * 10)

    assert "".join(line.strip() for line in drawn.splitlines()[3:]) == "kneading-" * 10


def test_no_color_is_honored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    assert "\x1b" not in draw(monkeypatch, "Rye")


def test_columns_are_aligned_by_the_room_that_letters_take() -> None:
    table = as_table(["title", "language"], [["パン屋", "ja"], ["Bäcker", "de"], ["Cafe\u0301", "fr"], ["خبز", "ar"]])
    assert table.splitlines() == [
        "title   language",
        "パン屋  ja",
        "Bäcker  de",
        "Cafe\u0301    fr",
        "خبز     ar",
    ]
