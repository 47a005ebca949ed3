"""What the explorer calls the criteria by which paths are compared."""

from __future__ import annotations

from typing import TypedDict

from ecomgraph.careers.paths import CRITERIA

__all__ = ["CriterionJson", "criteria"]


class CriterionJson(TypedDict):
    """A criterion to choose: its label and help, the unit that a cost counts, or else what comes before a weight."""

    name: str
    label: str
    help: str
    unit: str
    weighs: str


_WORDS = {
    "steps": ("Fewest steps", "The number of moves", "step", ""),
    "new_skills": (
        "Least new at each step",
        "The weight of the skills that each step asks for and the one before it did not",
        "",
        "New skills weigh",
    ),
    "learning": (
        "Least to learn",
        "The weight of the distinct skills to be learnt when what was learnt once stays known",
        "",
        "Learning weighs",
    ),
    "months": ("Shortest time", "The typical months of each move, where the graph has them", "month", ""),
}


def criteria() -> list[CriterionJson]:
    """Return all criteria of the path search, in its order; one without words of its own goes by its name.

    >>> [criterion["unit"] for criterion in criteria()]
    ['step', '', '', 'month']
    """
    return [_criterion(name) for name in CRITERIA]


def _criterion(name: str) -> CriterionJson:
    words = name.replace("_", " ").capitalize()
    label, help_, unit, weighs = _WORDS.get(name, (words, "", "", f"{words}:"))
    return {"name": name, "label": label, "help": help_, "unit": unit, "weighs": weighs}
