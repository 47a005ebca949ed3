"""Kinds of transitions for frameworks without promotions, and the rule that proposes transitions."""

from __future__ import annotations

from ecomgraph.exchange.importers.ntriples_text import A, ecg, iri, literal, term
from ecomgraph.namespace import PREFIXES

__all__ = ["KNOWN_KINDS", "RELATED", "SHARED_SKILLS", "SIMILAR", "declaration", "rule_declaration"]

RELATED, SIMILAR = "related", "similar-skills"
# The rule that proposes transitions of the second kind.
SHARED_SKILLS = "shared-skills"
KNOWN_KINDS = {
    RELATED: (
        "Related occupation",
        "The person changes to another occupation that is like the first one in work and demands, higher or not.",
    ),
    SIMILAR: (
        "Similar skills",
        "The person changes to other work for which much of what the first one demands is needed, too.",
    ),
}


def declaration(kind: str) -> list[str]:
    """Return the triples that declare a kind of transition."""
    label, definition = KNOWN_KINDS[kind]
    subject = iri(PREFIXES["transition-kind"] + kind)
    return [
        f"{subject} {A} {ecg('TransitionKind')} .\n",
        f"{subject} {term('skos', 'prefLabel')} {literal(label, 'en')} .\n",
        f"{subject} {term('skos', 'definition')} {literal(definition, 'en')} .\n",
    ]


def rule_declaration() -> list[str]:
    """Return the triples that declare the rule that proposes transitions from shared skills."""
    subject = iri(PREFIXES["rule"] + SHARED_SKILLS)
    definition = "Proposes transitions between roles with similar required skills, by the weighted Jaccard index."
    return [
        f"{subject} {A} {term('prov', 'Activity')} .\n",
        f"{subject} {term('skos', 'prefLabel')} {literal('Shared skills rule', 'en')} .\n",
        f"{subject} {term('skos', 'definition')} {literal(definition, 'en')} .\n",
    ]
