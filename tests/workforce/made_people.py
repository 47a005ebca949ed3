"""Random roles, and random people in files with the answers that each of them would get alone."""

from __future__ import annotations

import csv
import random
from typing import TYPE_CHECKING, Any

from ecomgraph import CareerGraph, load

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Crowd", "random_graph", "rows_of", "written"]

PREFIXES = """
@prefix : <https://team.example/> .
@prefix ecg: <https://w3id.org/ecomgraph/ns#> .
@prefix importance: <https://w3id.org/ecomgraph/importance/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
"""
LEVELS = ("", "Aware", "2", "Expert", "3/5", "40%", "0.7", "0%")


def random_graph(path: Path, seed: int) -> CareerGraph:
    """Roles with degrees, both importances, one role without a skill, and transitions from each to two others."""
    chance = random.Random(seed)  # noqa: S311
    text = PREFIXES + ':scale a ecg:ProficiencyScale ; skos:prefLabel "Mastery" .\n'
    for rank, level in enumerate(("Aware", "Able", "Expert"), start=1):
        text += (
            f':{level} a ecg:ProficiencyLevel ; skos:inScheme :scale ; ecg:rank {rank} ; skos:prefLabel "{level}" .\n'
        )
    for skill in range(9):
        scale = "; ecg:usesScale :scale" if skill % 3 else ""
        text += f':s{skill} a ecg:Skill ; skos:prefLabel "Skill {skill}" ; skos:altLabel "Art {skill}" {scale} .\n'
    for role in range(7):
        text += f':r{role} a ecg:Role ; skos:prefLabel "Role {role}" .\n'
        for skill in chance.sample(range(9), 0 if role == 6 else chance.randrange(1, 7)):
            for number in range(chance.randrange(1, 3)):
                need, grade = f":q{role}-{skill}-{number}", chance.choice(("essential", "optional"))
                level = (
                    f"ecg:requiredLevel :{chance.choice(('Aware', 'Able', 'Expert'))}"
                    if skill % 3
                    else (f"ecg:proficiency {chance.choice(('0.25', '0.5', '0.8'))}")
                )
                text += f":r{role} ecg:hasSkillRequirement {need} .\n{need} a ecg:SkillRequirement ; "
                text += f"ecg:requiredSkill :s{skill} ; ecg:importance importance:{grade} ; {level} .\n"
        for other in chance.sample([it for it in range(7) if it != role], 2):
            transition = f":m{role}-{other}"
            text += f"{transition} a ecg:Transition ; ecg:transitionFrom :r{role} ; ecg:transitionTo :r{other} .\n"
    path.write_text(text, encoding="utf-8")
    return load(path)


def written(path: Path, *rows: tuple[object, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


class Crowd:
    """Random people, in files, and as the mappings that :meth:`CareerGraph.skill_gap` takes."""

    def __init__(self, folder: Path, seed: int, count: int = 25) -> None:
        chance = random.Random(seed)  # noqa: S311
        self.skills: dict[str, dict[str, str]] = {f"p{it:02}": {} for it in range(count)}
        self.roles = {it: f"r{chance.randrange(7)}" for it in self.skills}
        self.sites = {it: chance.choice(("north", "south", "")) for it in self.skills}
        for known in self.skills.values():
            for skill in chance.sample(range(9), chance.randrange(0, 8)):
                level = chance.choice(LEVELS if skill % 3 else ("", "3/5", "40%", "0.7"))
                known[f"s{skill}"] = level
        rows = [(it, skill, level) for it, known in self.skills.items() for skill, level in known.items()]
        chance.shuffle(rows)
        self.skills_file = written(folder / "skills.csv", ("person", "skill", "level"), *rows)
        people = [(it, self.roles[it], self.sites[it]) for it in self.skills]
        self.people_file = written(folder / "people.csv", ("person", "role", "site"), *people)


def rows_of(table: Any) -> list[tuple[Any, ...]]:
    frame = table.to_pyarrow()
    return list(zip(*(column.to_pylist() for column in frame.columns), strict=True))
