"""What tables must not say is refused by row, column and value, before anything is derived."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from ecomgraph import FrameworkError, ImportOptions, import_framework
from ecomgraph.cli.app import cli
from tests.frameworks.miniatures import write_tables

if TYPE_CHECKING:
    from pathlib import Path

SCALES = {
    "proficiency-scales": "id,label\nours,Ours\ncefr,CEFR\n",
    "proficiency-levels": "id,label,scale,rank\nlow,Low,ours,1\nhigh,High,ours,2\na1,A1,cefr,1\nc2,C2,cefr,6\n",
    "skills": "id,label,type,scale,broader\nSEO,SEO,knowledge,ours,\nkneading,Kneading,skill,,\nbaking,B,skill,,\n",
}
REQUIRED = "holders,skill,importance,required_level,proficiency\n"


def problems_of(folder: Path, **tables: str) -> list[str]:
    with pytest.raises(FrameworkError) as caught:
        import_framework(write_tables(folder / "ours", **tables), folder / "db", options=ImportOptions())
    assert not (folder / "db").exists()
    return list(caught.value.problems)


@pytest.mark.parametrize(
    ("column", "cell", "advice"),
    [
        ("proficiency", "140%", "write a number above 0 and up to 1, or a percentage up to 100%"),
        ("proficiency", "1.01", "write a number above 0"),
        ("proficiency", "0", "write a number above 0 and up to 1, or a percentage up to 100%; leave out"),
        ("proficiency", "-0.5", "write a number above 0"),
        ("importance_rating", "101 %", "write a number from 0 to 1"),
        ("importance_rating", "-1", "write a number from 0 to 1"),
    ],
)
def test_a_number_out_of_range(column: str, cell: str, advice: str, tmp_path: Path) -> None:
    rows = f"holders,skill,importance,{column}\nbaker,kneading,essential,{cell}\n"
    (said,) = problems_of(tmp_path, requirements=rows)
    assert said.startswith(f'requirements.csv:2: {column} "{cell}" is out of range; {advice}')


def test_other_numbers_out_of_range(tmp_path: Path) -> None:
    found = problems_of(
        tmp_path,
        **SCALES | {"proficiency-levels": "id,label,scale,rank\nnone,None,ours,0\n"},
        transitions="from,to,kind,months\napprentice,baker,promotion,0\nbaker,master,promotion,-3.5\n",
    )
    assert [it.partition(" is out")[0] for it in found] == [
        'transitions.csv:2: months "0"',
        'transitions.csv:3: months "-3.5"',
        'proficiency-levels.csv:2: rank "0"',
    ]


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        (
            {"skills": "id,label,type,broader\nSEO,S,skill,kneading\nkneading,K,skill,baking\nbaking,B,skill,SEO\n"},
            'skills.csv:4: broader "SEO" leads back to its start over skills.csv:2, skills.csv:3; remove',
        ),
        (
            {"skills": "id,label,type,broader\nSEO,S,skill,SEO\nkneading,K,skill,\n"},
            'skills.csv:2: broader "SEO" leads to itself; remove',
        ),
        (
            {"roles": "id,label,builds_on\napprentice,A,\nbaker,B,role:master\nmaster,M,role:baker\n"},
            'roles.csv:4: builds_on "baker" leads back to its start over roles.csv:3; remove',
        ),
        (
            {"transitions": "from,to,kind\napprentice,baker,promotion\nbaker,apprentice,promotion\n"},
            'transitions.csv:3: to "apprentice" leads back to its start over transitions.csv:2; remove',
        ),
        (
            {
                "roles": "id,label,builds_on\napprentice,A,\nbaker,B,profile:young-baker\nmaster,M,\n",
                "levels": "id,label,rank\nyoung,Young,1\n",
                "profiles": "id,label,role,level\nyoung-baker,Young baker,baker,young\n",
            },
            'profiles.csv:2: role "baker" leads back to its start over roles.csv:3; remove',
        ),
    ],
)
def test_a_cycle(tables: dict[str, str], said: str, tmp_path: Path) -> None:
    (found,) = problems_of(tmp_path, **tables)
    assert found.startswith(said)


def test_every_cycle_is_told_and_a_long_one_is_cut_short(tmp_path: Path) -> None:
    skills = [f"s{number},S{number},skill,s{(number + 1) % 9}" for number in range(9)]
    rows = ["id,label,type,broader", *skills, "a,A,skill,b", "b,B,skill,a", "SEO,SEO,skill,", "kneading,K,skill,"]
    found = problems_of(tmp_path, skills="\n".join([*rows, ""]))
    assert len(found) == 2
    assert any(" and 3 more; remove" in it for it in found)
    assert any(it.startswith('skills.csv:12: broader "a" leads back') for it in found)


def test_a_sideways_transition_back_is_no_cycle(tmp_path: Path) -> None:
    back = "from,to,kind\napprentice,baker,promotion\nbaker,apprentice,specialization-change\n"
    report = import_framework(write_tables(tmp_path / "ours", transitions=back), tmp_path / "db", dry_run=True)
    assert not any("leads back" in it for it in report.violations)


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        (
            {"requirements": f"{REQUIRED}baker,SEO,essential,c2,\n"},
            'requirements.csv:2: required_level "c2" is a level of the scale "cefr", but "SEO" is measured on "ours"'
            " (skills.csv:2); write a level of that scale",
        ),
        (
            {"requirements": f"{REQUIRED}baker,kneading,essential,a1,\nmaster,kneading,essential,High,\n"},
            'requirements.csv:3: required_level "High" is a level of the scale "ours", but "kneading" is measured on'
            ' "cefr" (requirements.csv:2); write a level of that scale',
        ),
        (
            {"level-descriptors": "skill,level,definition\nSEO,c2,Bakes.\n"},
            'level-descriptors.csv:2: level "c2" is a level of the scale "cefr"',
        ),
        (
            {"learning-resources": "id,label,skill,level\ncourse,Course,SEO,c2\n"},
            'learning-resources.csv:2: level "c2" is a level of the scale "cefr"',
        ),
        (
            {"proficiency-levels": "id,label,scale,rank\nlow,Low,ours,1\nhigh,High,ours,1\n"},
            'proficiency-levels.csv:3: rank "1" is already that of proficiency-levels.csv:2 on the scale "ours"; give',
        ),
        (
            {"requirements": f"{REQUIRED}baker,SEO,essential,low,0.52\n"},
            'requirements.csv:2: proficiency "0.52" differs from that of the required_level "low", which is 1/2',
        ),
        (
            {"requirements": f"{REQUIRED}baker,SEO,essential,,\nmaster; baker,SEO,optional,,\n"},
            'requirements.csv:3: skill "SEO" is already required of "baker" in requirements.csv:2; keep',
        ),
    ],
)
def test_levels_scales_and_requirements_that_contradict_each_other(
    tables: dict[str, str], said: str, tmp_path: Path
) -> None:
    (found,) = problems_of(tmp_path, **SCALES | tables)
    assert found.startswith(said)


def test_a_number_that_agrees_with_its_level_comes_in(tmp_path: Path) -> None:
    rows = f"{REQUIRED}baker,SEO,essential,low,0.505\nmaster,SEO,essential,high,100%\n"
    folder = write_tables(tmp_path / "ours", **SCALES | {"requirements": rows})
    report = import_framework(folder, tmp_path / "db", dry_run=True)
    assert report.accepted, report.violations


def test_the_command_says_it_in_a_line_and_exits_with_2(tmp_path: Path) -> None:
    rows = "holders,skill,importance,proficiency\nbaker,kneading,essential,140%\n"
    folder = write_tables(tmp_path / "ours", requirements=rows)
    ran = CliRunner().invoke(cli, ["import", str(folder), "--into", str(tmp_path / "db")])
    assert ran.exit_code == 2
    assert 'requirements.csv:2: proficiency "140%" is out of range' in ran.output
    assert not (tmp_path / "db").exists()
