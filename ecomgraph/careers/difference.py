"""What changes from one node to another, section by section."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ecomgraph.careers import requirements
from ecomgraph.model import Change, Collaboration, Difference
from ecomgraph.reading.catalog import CLAIMS
from ecomgraph.reading.reader import by_label, label_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ecomgraph.model import Entity
    from ecomgraph.reading.catalog import Catalog

__all__ = ["difference"]


def difference(catalog: Catalog, source: str, target: str) -> Difference:
    """Return what changes between two nodes, each with all that it inherits."""
    before = {it.skill.iri: it for it in requirements.required_skills(catalog, source)}
    after = {it.skill.iri: it for it in requirements.required_skills(catalog, target)}
    both = (it for iri, it in after.items() if iri in before)
    regraded = sorted(
        (it for it in both if it.importance != before[it.skill.iri].importance), key=lambda it: label_key(it.skill)
    )
    sections = {
        key: _change(catalog.section(source, key), catalog.section(target, key))
        for key, (_, cls) in CLAIMS.items()
        if key in Difference.__dataclass_fields__ and cls is not Collaboration
    }
    return Difference(
        source=catalog.node(source),
        target=catalog.node(target),
        skills=_change((it.skill for it in before.values()), (it.skill for it in after.values())),
        collaborators=_change(
            (it.function for it in catalog.claims(source, Collaboration)),
            (it.function for it in catalog.claims(target, Collaboration)),
        ),
        raised=tuple(it.skill for it in regraded if it.importance == "essential"),
        lowered=tuple(it.skill for it in regraded if it.importance == "optional"),
        **sections,
    )


def _change(before: Iterable[Entity], after: Iterable[Entity]) -> Change:
    # The same thing can come with different grounds on either side, so that things are told apart by IRI.
    had, has = {it.iri: it for it in before}, {it.iri: it for it in after}
    return Change(
        gained=by_label(it for iri, it in has.items() if iri not in had),
        lost=by_label(it for iri, it in had.items() if iri not in has),
        kept=by_label(it for iri, it in has.items() if iri in had),
    )
