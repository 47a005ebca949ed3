"""Arrange lists of skills for people: by top group, highest weight first, attitudes last."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

from ecomgraph.spelling import alphabetical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ecomgraph.model import Degree, Explanation, Importance, Skill

__all__ = ["CASES", "Listed", "asked_beyond", "by_asker", "by_group", "degree_words"]

# Words for the modality of hedged statements.
CASES = {"typical": "often", "possible": "in some cases"}
# The maximum number of decimals to distinguish percentages.
_FINEST = 6


class Listed(Protocol):
    """The interface of skills in a list."""

    @property
    def skill(self) -> Skill:
        """The skill."""

    @property
    def group(self) -> Skill | None:
        """Its top group, if it has one."""

    @property
    def importance(self) -> Importance | None:
        """Its importance, if it is required."""


_L = TypeVar("_L", bound=Listed)


def by_group(skills: Iterable[_L], weight: Callable[[_L], float]) -> list[tuple[str, list[_L]]]:
    """Return skills under the label of their group: the group of most weight first, attitudes last.

    Skills without a group are under the label ``""``; the top skill of a group is in that group. Within a group,
    essential skills come first, then those that the source rates as more important, then those of more weight; ties
    keep their order.
    """
    groups: dict[tuple[bool, str], list[_L]] = {}
    listed = list(skills)
    tops = {it.group.iri: it.group for it in listed if it.group and it.skill.type != "attitude"}
    for it in listed:
        attitude, group = it.skill.type == "attitude", it.group or tops.get(it.skill.iri)
        groups.setdefault((attitude, "Attitudes" if attitude else group.label if group else ""), []).append(it)
    ordered = sorted(groups.items(), key=lambda it: (it[0][0], -sum(map(weight, it[1])), alphabetical(it[0][1])))
    return [
        (label, sorted(them, key=lambda it: (it.importance != "essential", -_rating(it), -weight(it))))
        for (_, label), them in ordered
    ]


def by_asker(skills: Iterable[_L], node: str) -> list[tuple[str, list[_L]]]:
    """Return the required skills of a node, grouped by what requires them; titles contain the label of the node.

    The node's own requirements come first, then those that come only from nodes that it builds on, then those that come
    only from the transition. If none comes only from nodes that it builds on, all are under the title ``""``.
    """
    parts: dict[str, list[_L]] = {}
    listed = list(skills)
    if not any(getattr(it, "built_on", False) for it in listed):
        return [("", listed)]
    titles = (
        f"required by {node} itself",
        f"required only by nodes that {node} builds on",
        "required by the transition only",
    )
    for it in listed:
        at = 1 if getattr(it, "built_on", False) else 2 if getattr(it, "asked_by_transition", False) else 0
        parts.setdefault(titles[at], []).append(it)
    return [(title, parts[title]) for title in titles if title in parts]


def degree_words(*degrees: Degree | None) -> list[str]:
    """Return degrees in words: the label of the level, else a percentage; ``""`` for ``None``.

    Different percentages get enough decimals to look different.

    >>> from ecomgraph.model import Degree
    >>> degree_words(Degree(degree=0.5, level="Able"), Degree(degree=0.6314)), degree_words(None)
    (['Able', '63%'], [''])
    >>> degree_words(Degree(degree=0.6286), Degree(degree=0.6314))
    ['62.9%', '63.1%']
    """
    shares = {it.degree for it in degrees if it and not it.level}
    apart = (it for it in range(_FINEST) if len({f"{share:.{it}%}" for share in shares}) == len(shares))
    decimals = next(apart, _FINEST)
    return ["" if it is None else it.level or f"{it.degree:.{decimals}%}" for it in degrees]


def asked_beyond(reasons: Iterable[Explanation], after: Degree | None) -> str:
    """Return a note on the nodes that a node builds on and that require more of a skill; ``""`` if there are none.

    ``after`` is the degree needed. If the node itself does not require the skill, the result is ``""`` as well.
    """
    if after is None:
        return ""
    degrees: dict[bool, float] = {}
    nodes: dict[str, float] = {}
    for reason in reasons:
        degree = reason.degree.degree if reason.degree else 0
        degrees[reason.builds_on] = max(degree, degrees.get(reason.builds_on, 0))
        if reason.builds_on:
            nodes[reason.via.label] = max(degree, nodes.get(reason.via.label, 0))
    own = degrees.get(False, 0)
    if not own or own >= after.degree:
        return ""
    level = next(it.degree for it in reasons if not it.builds_on and it.degree and it.degree.degree == own)
    furthest = ", ".join(label for label, degree in nodes.items() if degree >= after.degree)
    return f"beyond {degree_words(level)[0]}: built on {furthest}"


def _rating(it: Listed) -> float:
    rating: float | None = getattr(it, "importance_rating", None)
    return rating or 0
