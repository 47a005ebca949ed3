"""The groups in which O*NET's content model arranges skills and knowledge; the rated tables have the elements only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.exchange.importers.ntriples_text import A, ecg, iri, literal, term
from ecomgraph.exchange.importers.onet_ratings import ELEMENT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["group_lines"]

# By prefix of the IDs of their elements. 2.C.6 and 2.C.10 are elements themselves.
_SKILLS = {
    "2.A": "Basic Skills",
    "2.B.1": "Social Skills",
    "2.B.2": "Complex Problem Solving Skills",
    "2.B.3": "Technical Skills",
    "2.B.4": "Systems Skills",
    "2.B.5": "Resource Management Skills",
}
_KNOWLEDGE = {
    "2.C.1": "Business and Management",
    "2.C.2": "Manufacturing and Production",
    "2.C.3": "Engineering and Technology",
    "2.C.4": "Mathematics and Science",
    "2.C.5": "Health Services",
    "2.C.7": "Arts and Humanities",
    "2.C.8": "Law and Public Safety",
    "2.C.9": "Communications",
}
_GROUPS = {
    group: (name, kind)
    for kind, names in (("skill", _SKILLS), ("knowledge", _KNOWLEDGE))
    for group, name in names.items()
}


def group_lines(base: str, elements: Collection[str], names: Collection[str]) -> Iterator[str]:
    """Yield the triples of groups and of their elements' membership; ``names`` are the labels of other skills.

    A group with the same label as a skill gets the suffix "(group)".
    """
    members: dict[str, list[str]] = {}
    for element in sorted(elements):
        group = next((it for it in _GROUPS if element.startswith(f"{it}.")), "")
        if group:
            members.setdefault(group, []).append(element)
    for group, elements_in in sorted(members.items()):
        name, kind = _GROUPS[group]
        subject = iri(f"{base}skill/group-{group}")
        yield f"{subject} {A} {ecg('Skill')} .\n"
        yield f"{subject} {term('skos', 'prefLabel')} {literal(f'{name} (group)' if name in names else name, 'en')} .\n"
        yield f"{subject} {term('skos', 'notation')} {literal(group)} .\n"
        yield f"{subject} {term('skos', 'scopeNote')} {literal('A group of elements of the content model.', 'en')} .\n"
        yield f"{subject} {ecg('skillType')} {term('skill-type', kind)} .\n"
        for element in elements_in:
            yield f"{iri(ELEMENT + element)} {term('skos', 'broader')} {subject} .\n"
