"""A browser that notices what must not happen: errors on the console, and requests that leave the site."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
# Seconds; machines that run tests may be busy.
PATIENCE = 60


@contextmanager
def launched() -> Iterator[Browser]:
    """Start Chromium, or skip with the reason."""
    if CHROMIUM is None:
        pytest.skip("Chromium, which pages are tried in, is not installed")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright, which drives Chromium, is not installed")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def watched(browser: Browser, origin: str, *, refusals: bool = False, **context: Any) -> Iterator[Page]:
    """Open a page that may load what begins with ``origin``; ``refusals`` lets the server answer with errors."""
    opened = browser.new_context(**context)
    opened.set_default_timeout(PATIENCE * 1000)
    page = opened.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"uncaught: {error}"))
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("request", lambda request: None if _stays(request.url, origin) else wrong.append(f"left: {request.url}"))
    yield page
    opened.close()
    if refusals:
        wrong = [it for it in wrong if not it.startswith("Failed to load resource: the server responded")]
    assert wrong == []


def _stays(url: str, origin: str) -> bool:
    return url.startswith((origin, "data:", "blob:"))


@contextmanager
def served(*options: str) -> Iterator[str]:
    """Run ``ecomgraph serve`` on a free port and return its address."""
    command = [sys.executable, "-m", "ecomgraph", "serve", "--port", "0", "--timeout", "60", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # noqa: S603
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert "http://127.0.0.1:" in line, line
        yield next(word for word in line.split() if word.startswith("http://"))
    finally:
        process.terminate()
        process.wait(PATIENCE)
        if process.stdout:
            process.stdout.close()


def violations(page: Page) -> list[str]:
    """What axe-core objects to on a page: rule, and the first element that breaks it."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{it['id']}: {it['nodes'][0]['target']} {it['nodes'][0].get('failureSummary', '')}" for it in found]
