"""Refuse a source without roles, skills and links between them, and report what it contains instead."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING

from ecomgraph.errors import SourceError
from ecomgraph.exchange.importers.problems import nearest
from ecomgraph.namespace import CLASSES, ECG, PREFIXES
from ecomgraph.reading.names import curie
from ecomgraph.schema import KINDS, NODES
from ecomgraph.spelling import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ecomgraph.exchange.importers.import_options import Reading

__all__ = ["require_careers"]

_TYPED = re.compile(rf"(\S+) <{re.escape(PREFIXES['rdf'])}type> <([^>]*)> \.\n")
_MAPPING = re.compile(rf"\S+ <{re.escape(PREFIXES['skos'])}\w+Match> ")
# The classes of roles and skills, and of links between those of other frameworks.
_CAREERS = {
    ECG.CareerNode,
    *(cls for kind in KINDS.values() if kind.key in {*NODES, "skill"} or kind.join for cls in kind.classes),
}
_SHOWN = 5


def require_careers(reading: Reading, source: str, left_out: Sequence[str], *, grows: bool) -> None:
    """Raise :class:`~ecomgraph.SourceError` if a source has no role, no skill, no link between them and no mapping.

    ``left_out`` are the notes on content that was not read. A source that ``grows`` a framework may instead describe
    things of that framework.
    """
    if not reading.lines:
        raise SourceError(source, _nothing(source, left_out))
    if grows:
        return
    types: Counter[str] = Counter()
    for line in reading.lines:
        if found := _TYPED.fullmatch(line):
            if found[2] in _CAREERS:
                return
            types[found[2]] += 1
        elif _MAPPING.match(line):
            return
    raise SourceError(source, f"holds no role and no skill{_instead(types)}")


def _nothing(source: str, left_out: Sequence[str]) -> str:
    if not left_out:
        return "is empty: there is no row or triple to import; check the file, or name its format with --as"
    # The message begins with the path of the source.
    first = left_out[0].removeprefix(f"{PurePath(source).name}: ")
    more = f", and {counted(len(left_out) - 1, 'reasons')} more" if len(left_out) > 1 else ""
    return f"holds nothing that can be imported: {first}{more}"


def _instead(types: Counter[str]) -> str:
    if not types:
        return ": nothing in it has a type; state which things are roles (rdf:type ecg:Role) and skills (ecg:Skill)"
    shown = [f"{count} {curie(cls)}" for cls, count in sorted(types.items(), key=lambda it: (-it[1], it[0]))]
    more = f" and {counted(len(shown) - _SHOWN, 'types')} more" if len(shown) > _SHOWN else ""
    likely = next((cls for cls in types if "skill" in cls.lower()), next(iter(types)))
    written = curie(likely) if curie(likely) != likely else f"<{likely}>"
    example = f"a triple such as {written} rdfs:subClassOf ecg:Skill"
    advice = f"type the things ecg:Role or ecg:Skill, or add {example}"
    if all(cls.startswith(ECG.NAMESPACE) for cls in types):
        unknown = sorted(
            cls.removeprefix(ECG.NAMESPACE) for cls in types if cls.removeprefix(ECG.NAMESPACE) not in CLASSES
        )
        advice = f"add roles or skills{nearest(unknown[0], CLASSES) if unknown else ''}"
    return f", but {', '.join(shown[:_SHOWN])}{more}; {advice}"
