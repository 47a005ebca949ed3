"""Pages other than the explorer, opened so that what must not happen is noticed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.browser.actions import Watch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

# Milliseconds; machines that run tests may be busy.
PATIENCE = 60_000
# What the browser says of a request that the server refuses.
REFUSED = "Failed to load resource: the server responded"


@contextmanager
def watched(browser: Browser, origin: str, *expected: str, **context: Any) -> Iterator[Page]:
    """Open a page; errors on it, and requests that leave ``origin``, fail the test at the end."""
    opened = browser.new_context(**context)
    opened.set_default_timeout(PATIENCE)
    page = opened.new_page()
    watch = Watch(origin, list(expected))
    watch.follow(page)
    yield page
    opened.close()
    watch.check()


# Rows far down long tables and lists are like those above them, and axe-core takes long over each.
REPEATED = "main tbody tr:nth-child(n + 10), main li:nth-child(n + 6)"


def violations(page: Page) -> list[str]:
    """What axe-core objects to on a page: rule, and the first element that breaks it; the page loses repeated rows."""
    from axe_playwright_python.sync_playwright import Axe

    page.locator(REPEATED).evaluate_all("all => all.forEach(it => it.remove())")
    found = Axe().run(page).response["violations"]
    return [f"{it['id']}: {it['nodes'][0]['target']} {it['nodes'][0].get('failureSummary', '')}" for it in found]
