"""A real Chromium, the server as users start it, and pages that fail a test on errors and on requests elsewhere."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import frameworks
from tests.browser.actions import Visit, Watch, settled

if TYPE_CHECKING:
    from collections.abc import Iterator

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
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


@pytest.fixture(scope="session")
def chromium() -> Iterator[tuple[Browser, asyncio.AbstractEventLoop]]:
    """Chromium as the system has it, with Playwright's event loop; without one there is nothing to test in."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        loop = asyncio.get_running_loop()
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        asyncio._set_running_loop(None)
        yield found, loop
        asyncio._set_running_loop(loop)
        found.close()
    asyncio._set_running_loop(None)


@pytest.fixture
def browser(chromium: tuple[Browser, asyncio.AbstractEventLoop]) -> Iterator[Browser]:
    """The one browser of this process.

    Playwright's event loop counts as running while a test uses it, not between tests: others run loops of their own.
    """
    found, loop = chromium
    asyncio._set_running_loop(loop)
    yield found
    asyncio._set_running_loop(None)


@contextmanager
def serving(*arguments: str) -> Iterator[str]:
    """``ecomgraph serve`` on a free port; its address, without the slash at the end."""
    command = [sys.executable, "-m", "ecomgraph", "serve", "--port", "0", "--timeout", "60", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+", process.stdout.readline())
            assert found, "the server did not start"
            yield found[0].rstrip("/")
        finally:
            process.terminate()
            process.wait(20)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The bundled framework, served."""
    with serving() as address:
        yield address


@pytest.fixture(scope="session")
def hostile_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A framework whose author means harm."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.ttl"
    path.write_text(frameworks.PREFIXES + frameworks.HOSTILE, encoding="utf-8")
    with serving("--graph", str(path)) as address:
        yield address


@pytest.fixture(scope="session")
def large_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A framework of a thousand occupations."""
    path = tmp_path_factory.mktemp("large") / "large.ttl"
    path.write_text(frameworks.PREFIXES + frameworks.thousand(), encoding="utf-8")
    with serving("--graph", str(path)) as address:
        yield address


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Open a view: ``visit(server, "#/table", width=375)``; errors and requests elsewhere fail the test at its end."""
    with ExitStack() as stack:

        def visit(
            origin: str, path: str = "#/", *, width: int = 1440, expected: list[str] | None = None, **more: Any
        ) -> Page:
            height = {375: 812, 768: 1024}.get(width, 900)
            context = browser.new_context(viewport={"width": width, "height": height}, **more)
            stack.callback(context.close)
            context.set_default_timeout(15_000)
            page = context.new_page()
            watch = Watch(origin, expected or [])
            watch.follow(page)
            stack.callback(watch.check)
            page.goto(f"{origin}/{path}")
            if more.get("java_script_enabled", True):
                settled(page)
            return page

        yield visit
