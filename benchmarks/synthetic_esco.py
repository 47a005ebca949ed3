"""Write a folder of CSV files in the layout and of the size of ESCO 1.2, the same on every run.

python benchmarks/synthetic_esco.py FOLDER [--roles 3000] [--skills 14000] [--relations 130000]
"""

from __future__ import annotations

import argparse
import csv
import random
from pathlib import Path

_WORDS = (
    "analyse apply assess assist build calculate check clean coordinate cut design develop draw edit ensure evaluate"
    " examine explain fix follow gather handle identify inspect install lead maintain manage measure monitor operate"
    " organise perform plan prepare present produce program record repair report review select sell set supervise"
    " support teach test train translate treat use verify weld write animals archives bread budgets cables chemicals"
    " children circuits clients clothing contracts crops customers data databases engines equipment events food forests"
    " furniture gas glass goods health hotels leather machines materials medicine metal music networks patients pipes"
    " plants plastics products quality railways records reports robots roofs sales schools ships software soil staff"
    " standards stock stone students surveys tools vehicles vessels water websites wood workshops"
)
WORDS = _WORDS.split()
BASE = "http://data.europa.eu/esco/"
_OCCUPATIONS = (
    "conceptType conceptUri iscoGroup preferredLabel altLabels hiddenLabels status modifiedDate regulatedProfessionNote"
    " scopeNote definition inScheme description code"
)
_SKILLS = (
    "conceptType conceptUri skillType reuseLevel preferredLabel altLabels hiddenLabels status modifiedDate scopeNote"
    " definition inScheme description"
)


def write(folder: Path, roles: int = 3000, skills: int = 14000, relations: int = 130000) -> None:
    """Write occupations, skills, relations between them, and the hierarchy of skills."""
    chance = random.Random(20)  # noqa: S311
    folder.mkdir(parents=True, exist_ok=True)

    def uri(kind: str) -> str:
        digits = f"{chance.getrandbits(128):032x}"
        return f"{BASE}{kind}/{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"

    def phrase(length: int) -> str:
        return " ".join(chance.choices(WORDS, k=length))

    def table(name: str, header: list[str], rows: list[list[str]]) -> None:
        with (folder / f"{name}_en.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows(rows)

    occupation_uris = [uri("occupation") for _ in range(roles)]
    skill_uris = [uri("skill") for _ in range(skills)]
    date, scheme = "2024-01-01T00:00:00Z", f"{BASE}concept-scheme/member"
    occupations = []
    for number, concept in enumerate(occupation_uris):
        label = f"{phrase(2)} worker {number}"
        others = "\n".join(f"{phrase(3)} {number}" for _ in range(chance.randrange(12)))
        group, code = f"{chance.randrange(1000, 9999)}", f"{number}.{chance.randrange(99)}"
        occupations.append(
            ["Occupation", concept, group, label, others, "", "released", date, "", "", "", scheme, phrase(40), code]
        )
    table("occupations", _OCCUPATIONS.split(), occupations)
    concepts = []
    for number, concept in enumerate(skill_uris):
        label = f"{phrase(3)} {number}"
        others = "\n".join(f"{phrase(3)} {number}" for _ in range(chance.randrange(10)))
        kind = "knowledge" if chance.random() < 0.22 else "skill/competence"
        concepts.append(["Concept", concept, kind, "", label, others, "", "released", date, "", "", scheme, phrase(25)])
    table("skills", _SKILLS.split(), concepts)
    # A few skills are required by most roles, most skills by few.
    weights = [1 / (rank + 20) for rank in range(skills)]
    pairs: set[tuple[str, str]] = set()
    while len(pairs) < relations:
        missing = relations - len(pairs)
        pairs.update(
            zip(chance.choices(occupation_uris, k=missing), chance.choices(skill_uris, weights, k=missing), strict=True)
        )
    table(
        "occupationSkillRelations",
        ["occupationUri", "relationType", "skillType", "skillUri"],
        [[role, chance.choice(["essential", "optional"]), "", skill] for role, skill in sorted(pairs)],
    )
    table(
        "broaderRelationsSkillPillar",
        ["conceptType", "conceptUri", "broaderType", "broaderUri"],
        [
            ["KnowledgeSkillCompetence", concept, "KnowledgeSkillCompetence", skill_uris[number // 8]]
            for number, concept in enumerate(skill_uris)
            if number >= 8
        ],
    )


def main() -> None:
    """Write the folder given on the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--roles", type=int, default=3000)
    parser.add_argument("--skills", type=int, default=14000)
    parser.add_argument("--relations", type=int, default=130000)
    arguments = parser.parse_args()
    write(arguments.folder, arguments.roles, arguments.skills, arguments.relations)


if __name__ == "__main__":
    main()
