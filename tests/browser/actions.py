"""What tests of pages share: waiting, reading, downloading, and a watch on what goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Page

Visit: TypeAlias = Callable[..., Page]


@dataclass
class Watch:
    """What went wrong on a page; ``expected`` are parts of messages that a test provokes."""

    origin: str
    expected: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        page.on("console", self.heard)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    def heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def check(self) -> None:
        unexpected = [it for it in self.errors if not any(part in it for part in self.expected)]
        assert not unexpected
        elsewhere = [url for url in self.requests if urlsplit(url).scheme in ("http", "https", "ws", "wss", "ftp")]
        assert not [url for url in elsewhere if "{0.scheme}://{0.netloc}".format(urlsplit(url)) != self.origin]


def wait(page: Page, condition: str) -> None:
    """Wait until a condition in JavaScript holds; Playwright's own way to wait is refused by the page's policy."""
    for _ in range(600):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"it never came to be that {condition}")


def settled(page: Page) -> None:
    """Wait until the view that the address names is there."""
    wait(page, "document.querySelector('#explorer')?.dataset.shown === location.hash")


def text_of(page: Page, selector: str) -> str:
    """Return the text in an element, spaces in a row as one."""
    return " ".join(page.locator(selector).first.inner_text().split())


def downloaded(page: Page, name: str) -> tuple[str, str]:
    """Choose an entry of the export menu; return the name of the file and its text."""
    page.locator("summary", has_text="Export").first.click()
    with page.expect_download() as found:
        page.get_by_role("button", name=name, exact=True).first.click()
    return found.value.suggested_filename, Path(found.value.path()).read_text(encoding="utf-8")


def click_node(page: Page, label: str) -> None:
    """Click a box of the map."""
    page.locator(f"a.node[aria-label^='{label},']").click()
    settled(page)
