"""Measure the explorer's first page in Chromium: transferred bytes, time to first paint, time to the map.

python benchmarks/explorer.py [--visits 7] [--db DIR]
"""

from __future__ import annotations

import argparse
import re
import shutil
import statistics
import subprocess
import sys

from playwright.sync_api import sync_playwright

MEASURED = """() => {
  const entries = ["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind));
  return {
    "first paint": performance.getEntriesByName("first-contentful-paint")[0].startTime,
    "map there": performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd,
    kilobytes: entries.reduce((sum, entry) => sum + entry.transferSize, 0) / 1000,
    requests: entries.length,
  };
}"""


def visits(address: str, width: int, count: int) -> list[dict[str, float]]:
    """Return the measurements of some visits, each with an empty cache; an earlier visit warms the server up."""
    found = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for _ in range(count + 1):
            context = browser.new_context(viewport={"width": width, "height": 900})
            page = context.new_page()
            page.goto(address)
            page.wait_for_selector("#explorer[data-shown]")
            found.append(page.evaluate(MEASURED))
            context.close()
        browser.close()
    return found[1:]


def main() -> None:
    """Serve, visit, print medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--visits", type=int, default=7)
    parser.add_argument("--db", help="serve this database, not the bundled framework")
    options = parser.parse_args()
    command = [sys.executable, "-m", "ecomgraph", "serve", "--port", "0", "--timeout", "60"]
    with subprocess.Popen(
        command + (["--db", options.db] if options.db else []), stdout=subprocess.PIPE, text=True
    ) as it:
        try:
            assert it.stdout is not None
            address = re.findall(r"http://\S+", it.stdout.readline())[0]
            for width in (1440, 375):
                measured = visits(address, width, options.visits)
                medians = {name: statistics.median(one[name] for one in measured) for name in measured[0]}
                paint, there, kilobytes, requests = (medians[name] for name in measured[0])
                print(f"{width:5} pixels wide: first paint {paint:.0f} ms, map there {there:.0f} ms,", end=" ")
                print(f"{kilobytes:.0f} kB in {requests:.0f} requests")
        finally:
            it.terminate()


if __name__ == "__main__":
    main()
