"""The HTML of names and grounds, made by functions, which take a third of the time of template macros."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from ecomgraph.web.pages.described import Grounds, Ref

__all__ = ["grounds", "ref"]


# Cached, because marks, properties and graphs occur repeatedly.
@lru_cache(maxsize=1 << 14)
def ref(it: Ref, css: str = "") -> Markup:
    """Return a name as a link to its page, or as plain text if it has none.

    >>> from ecomgraph.web.pages.described import Ref
    >>> ref(Ref(text="R&D", href="../role/r.html"), "mark")
    Markup('<a class="mark" href="../role/r.html">R&amp;D</a>')
    """
    attributes = f' class="{escape(css)}"' if css else ""
    href = f' href="{escape(it.href)}"' if it.href else ""
    title = f' title="{escape(it.title)}"' if it.title else ""
    if not href:
        return Markup(f"<span{attributes}{title}>{escape(it.text)}</span>")  # noqa: S704
    external = ' rel="external noopener noreferrer"' if it.external else ""
    return Markup(f"<a{attributes}{href}{title}{external}>{escape(it.text)}</a>")  # noqa: S704


def grounds(it: Grounds, *, passages: bool = True) -> Markup:
    """Return basis, passages and rules of an assertion.

    >>> from ecomgraph.web.pages.described import Grounds, Ref
    >>> grounds(Grounds(basis=Ref(text="stated"), basis_name="stated"))
    Markup('<span class="basis stated">stated</span>')
    """
    parts = [ref(it.basis, f"basis {it.basis_name}")] if it.basis else []
    if passages and it.evidence:
        found = "".join(ref(passage, "passage") for passage in it.evidence)
        parts.append(Markup(f'<span class="evidence"><span class="hidden">evidence: </span>{found}</span>'))  # noqa: S704
    parts += [Markup(f'<span class="rule">by the {ref(rule)}</span>') for rule in it.rules]  # noqa: S704
    return Markup("").join(parts)
