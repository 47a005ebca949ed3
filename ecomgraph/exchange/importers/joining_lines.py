"""Write the triples of things that join two others: requirements and transitions."""

from __future__ import annotations

from ecomgraph.exchange.importers.ntriples_text import A, ecg, iri, term

__all__ = ["requirement_lines", "transition_lines"]

_HOLDS, _REQUIREMENT, _SKILL, _IMPORTANCE = map(
    ecg, ("hasSkillRequirement", "SkillRequirement", "requiredSkill", "importance")
)
_TRANSITION, _FROM, _TO, _KIND = map(ecg, ("Transition", "transitionFrom", "transitionTo", "transitionKind"))


def requirement_lines(requirement: str, holder: str, skill: str, importance: str) -> tuple[str, ...]:
    """Return the triples of a requirement of a node, responsibility, activity or transition."""
    subject = iri(requirement)
    return (
        f"{iri(holder)} {_HOLDS} {subject} .\n",
        f"{subject} {A} {_REQUIREMENT} .\n",
        f"{subject} {_SKILL} {iri(skill)} .\n",
        f"{subject} {_IMPORTANCE} {term('importance', importance)} .\n",
    )


def transition_lines(transition: str, source: str, target: str, kind: str) -> tuple[str, ...]:
    """Return the triples of a transition."""
    subject = iri(transition)
    return (
        f"{subject} {A} {_TRANSITION} .\n",
        f"{subject} {_FROM} {iri(source)} .\n",
        f"{subject} {_TO} {iri(target)} .\n",
        f"{subject} {_KIND} {term('transition-kind', kind)} .\n",
    )
