"""One ladder of three steps and four skills, in the forms in which ladders are published or kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from openpyxl import Workbook

if TYPE_CHECKING:
    from pathlib import Path

STEPS = ("Junior", "Mid", "Senior")
LEVELS = ("Aware", "Working", "Expert")
# Ranks of the levels that each step asks for; 0 is none.
RANKS = {"Delivery": (1, 2, 3), "Coaching": (0, 1, 2), "SQL": (1, 1, 2), "Strategy": (0, 0, 1)}

CELLS_MAP = """\
title: Engineering progression
proficiency-scales:
- {id: proficiency, label: Proficiency}
proficiency-levels:
- {label: Aware, scale: proficiency, rank: 1}
- {label: Working, scale: proficiency, rank: 2}
- {label: Expert, scale: proficiency, rank: 3}
map:
- table: roles
  rows: levels
  columns: {id: id, name: label}
  ladder: true
- table: skills
  rows: themes
  columns: {name: label}
- table: requirements
  rows: competencies
  columns:
    level: holders
    theme: skill
    proficiency: required_level
    summary: note
"""


def cells(folder: Path) -> Path:
    """A YAML file a job family: levels, themes, and a competency for each cell."""
    lines = ["levels:", *(f"- {{id: l{number}, name: {step}}}" for number, step in enumerate(STEPS))]
    lines += ["themes:", *(f"- name: {skill}" for skill in RANKS), "competencies:"]
    for skill, ranks in RANKS.items():
        for number, rank in enumerate(ranks):
            if rank:
                cell = f"{{id: {skill}-{number}, level: l{number}, theme: {skill}, proficiency: {LEVELS[rank - 1]}"
                lines.append(f"- {cell}, summary: What {skill} is}}")
    folder.mkdir()
    (folder / "engineering.yml").write_text("\n".join(lines), encoding="utf-8")
    return folder


TOPICS_MAP = """\
map:
- table: proficiency-scales
  file: topic-*
  columns: {"@file": id, topic: label}
- table: proficiency-levels
  file: topic-*
  rows: levels
  columns: {"{@file}/{path}": id, path: label, "@file": scale, "@index": rank}
- table: skills
  file: topic-*
  columns: {"@file": [id, scale], topic: label}
- table: level-descriptors
  file: topic-*
  rows: levels
  columns: {"@file": skill, "{@file}/{path}": level, criteria: definition}
- table: roles
  file: roles.json
  rows: roles
  columns: {name: label, levels/name: levels}
- table: levels
  file: roles.json
  rows: roles/levels
  columns: {name: label, "@index": rank}
- table: profiles
  file: roles.json
  rows: roles/levels
  columns: {"{name} {../name}": label, name: level, ../name: role}
- table: requirements
  file: roles.json
  rows: roles/levels/competencies/required
  columns:
    "profile:{../../name} {../../../name}": holders
    ".": [{field: skill, split: "/", part: 1}, required_level]
"""


def topics(folder: Path) -> Path:
    """A JSON file a topic with levels of its own, and roles that name topics and levels by path."""
    folder.mkdir()
    for skill in RANKS:
        levels = [{"path": f"{skill[0]}{rank}", "criteria": [f"{skill} {rank}", "and more"]} for rank in (1, 2, 3)]
        text = json.dumps({"topic": skill, "levels": levels}, indent=1)
        (folder / f"topic-{skill.lower()}.json").write_text(text, encoding="utf-8")
    steps = [
        {
            "name": step,
            "competencies": {
                "required": [
                    f"topic-{skill.lower()}/{skill[0]}{ranks[number]}"
                    for skill, ranks in RANKS.items()
                    if ranks[number]
                ]
            },
        }
        for number, step in enumerate(STEPS)
    ]
    text = json.dumps({"roles": [{"name": "engineer", "levels": steps}]}, indent=1)
    (folder / "roles.json").write_text(text, encoding="utf-8")
    return folder


PAGES_MAP = """\
proficiency-scales:
- {id: job-level, label: Job level}
map:
- table: roles
  columns: {name: label, topics/content/level: levels}
- table: levels
  rows: topics/content
  columns: {level: [id, {field: label, text: "Level {}"}, rank]}
- table: proficiency-levels
  rows: topics/content
  columns: {level: [{field: id, text: "at-{}"}, {field: label, text: "As at level {}"}, rank]}
  set: {scale: job-level}
- table: skills
  rows: topics
  columns: {name: label}
- table: level-descriptors
  rows: topics/content
  columns: {../name: skill, level: {field: level, text: "at-{}"}, criteria: definition}
- table: profiles
  rows: topics/content
  columns: {"{../../name} {level}": label, level: level, ../../name: role}
  ladder: ../../name
  order: level
  cumulative: true
- table: requirements
  rows: topics/content
  columns: {"profile:{../../name} {level}": holders, ../name: skill, level: {field: required_level, text: "at-{}"}}
"""


def pages(folder: Path) -> Path:
    """A Markdown page a role: in its front matter, topics list what is new at each job level."""
    folder.mkdir()
    lines = ["---", "name: Engineer", "topics:"]
    for skill, ranks in RANKS.items():
        lines += [f"- name: {skill}", "  content:"]
        for number, rank in enumerate(ranks):
            if rank and rank != ranks[number - 1 if number else 2]:
                lines += [f"  - level: {number + 1}", f"    criteria: [{skill} at {rank}, more]"]
    (folder / "engineer.md").write_text("\n".join([*lines, "---", "# Engineers", ""]), encoding="utf-8")
    (folder / "README.md").write_text("# About\n", encoding="utf-8")
    return folder


WIDE_MAP = """\
proficiency-scales:
- {id: levels, label: Levels}
proficiency-levels:
- {id: "1", label: Aware, scale: levels, rank: 1}
- {id: "2", label: Working, scale: levels, rank: 2}
- {id: "3", label: Expert, scale: levels, rank: 3}
map:
- table: skills
  file: skills*
  columns: {Code: id, Skill: label, Category: {field: broader, text: "skill:{}"}}
- table: skills
  file: skills*
  columns: {Category: label}
- table: level-descriptors
  file: skills*
  unpivot: Level * description
  columns: {Code: skill, "@match": level, "@cell": definition}
- table: roles
  file: needs*
  columns: {Job: label}
  ladder: true
- table: requirements
  file: needs*
  columns:
    Job: holders
    Skill code: skill
    Grade: {field: required_level, values: {low: "1", medium: "2", high: "3"}}
"""


def wide(folder: Path) -> Path:
    """A CSV file with a column for the description of each level, and one with a row for each need."""
    folder.mkdir()
    lines = ["Code;Skill;Category;Level 1 description;Level 2 description;Level 3 description"]
    lines += [f"{it[:4].upper()};{it};Craft;{it} one;;{it} three" for it in RANKS]
    (folder / "skills 2026.csv").write_text("\n".join(lines), encoding="utf-16")
    lines = ["Job,Skill code,Grade"]
    for number, step in enumerate(STEPS):
        needs = [(skill, ranks[number]) for skill, ranks in RANKS.items() if ranks[number]]
        lines += [f"{step},{skill[:4].upper()},{('low', 'medium', 'high')[rank - 1]}" for skill, rank in needs]
    (folder / "needs 2026.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder


def workbook(path: Path) -> Path:
    """A workbook: a title, merged groups, letters in cells, a legend, and what each level of a skill looks like."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Engineering"
    for row in (["Our ladder, 2026"], [], ["Group", "Skill", *STEPS]):
        sheet.append(row)
    for number, (skill, ranks) in enumerate(RANKS.items()):
        cells = [LEVELS[rank - 1][0] if rank else "-" for rank in ranks]
        sheet.append([("Craft", None, "People", None)[number], skill, *cells])
    sheet.merge_cells("A1:E1")
    sheet.merge_cells("A4:A5")
    sheet.merge_cells("A6:A7")
    legend = book.create_sheet("Legend")
    for level in LEVELS:
        legend.append([level[0], level, f"What {level} means"])
    texts = book.create_sheet("Descriptions")
    texts.append(["Skill", *LEVELS])
    for skill in RANKS:
        texts.append([skill, f"{skill} one", None, f"{skill} three"])
    book.save(path)
    return path


# The forms that a mapping file reads.
MAPPED = {
    "cells": (cells, CELLS_MAP),
    "topics": (topics, TOPICS_MAP),
    "pages": (pages, PAGES_MAP),
    "wide": (wide, WIDE_MAP),
}

MATRIX = """\
Our skills
,,Bakery,,Shop
skill,group,Apprentice,Baker,Clerk
Kneading,Craft,1,3,
Baking,,x,40%,no
"Selling; advising",Trade,,1,2
"""

YAML = """\
title: Our ladder
language: de
proficiency_scales: [Können]
Proficiency levels:
- &low {label: Kennt, scale: Können, rank: 1}
- {<<: *low, label: Kann, rank: 2}
roles:
- id: no
  label: {de: Bäcker, en: Baker}
  alt_labels: [Bäckermeister, "a; b"]
- label: Verkäufer
  definition: ~
  label@fr: Vendeur
skills: [SEO, C++]
requirements:
- {holders: ["no", Vendeur], skill: C++, importance: essential, required_level: Kann}
- {holders: Verkäufer, skill: SEO, importance: optional, proficiency: 40%}
required-skills:
- {node: "role:no", skill: SEO, importance: optional}
remark: left out
"""

JSON = """\
{"title": "Ours", "roles": [{"id": "a", "label": "Baker"}, {"label": "Clerk", "alt_labels": ["Seller", "b; c"]}],
 "skills": ["SEO", {"label": {"en": "Baking", "fr": "Cuisson"}}],
 "requirements": [{"holders": ["a", "Seller"], "skill": "SEO", "importance": "essential", "proficiency": 0.5}],
 "transitions": [{"from": "a", "to": "Clerk", "kind": "promotion", "months": 12}]}
"""
