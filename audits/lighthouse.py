"""Lighthouse with its own defaults: a mid-range phone on slow 4G, simulated."""

import json
import os
import subprocess
from dataclasses import dataclass
from statistics import median
from typing import Any

from audits import first_view
from audits.first_view import Request
from audits.machine import NODE_MODULES, program
from immunosite.environment import for_child
from tests.machine import chromium

CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]
CLI = NODE_MODULES / "lighthouse" / "cli" / "index.js"
TRIES, SECONDS = 3, 300
MAX_LCP = 1000  # milliseconds until the largest part of the first screen is painted
# Nothing of Chromium's own business on the network, whatever the machine allows.
CHROMIUM = "--headless=new --disable-gpu --no-first-run --disable-background-networking" + (
    " --disable-quic --disable-component-update --disable-sync"
)


@dataclass(frozen=True)
class Report:
    """One page, the median of several runs: other work on the machine slows a run down."""

    path: str
    scores: dict[str, int]
    lcp: float
    speed: float  # Lighthouse's measure of the machine; its phone is meant for 1500 and more
    requests: list[Request]
    below: list[str]

    def faults(self) -> list[str]:
        low = [f"{name} {score}" for name, score in self.scores.items() if score < 100]
        found = [f"{', '.join(low)}: {', '.join(self.below)}"] if low else []
        if self.lcp >= MAX_LCP:
            found.append(f"largest paint after {self.lcp:.0f} ms, not under {MAX_LCP}")
        return found + first_view.faults(self.requests)


class NotMeasured(Exception):
    """A page that Lighthouse could not measure, however often it tried; the message says why."""


def report(site: str, path: str, *, runs: int, without: tuple[str, ...] = ()) -> Report:
    """Raises NotMeasured."""
    results = [tried(command(site + path, without)) for _ in range(runs)]
    scores = {name: int(median(score(each, name) for each in results)) for name in CATEGORIES}
    lcp = median(largest_paint(each) for each in results)
    speed = median(float(each["environment"]["benchmarkIndex"]) for each in results)
    below = sorted({fault for each in results for fault in below_full(each)})
    return Report(path, scores, lcp, speed, requests(results[0]), below)


def command(url: str, without: tuple[str, ...]) -> list[str]:
    # As root, Chromium starts only without its sandbox.
    flags = CHROMIUM + (" --no-sandbox" if os.geteuid() == 0 else "")
    return [
        *(program("node"), str(CLI), url),
        *("--quiet", "--output=json", f"--chrome-flags={flags}"),
        *(f"--skip-audits={name}" for name in without),
    ]


def tried(command: list[str]) -> dict[str, Any]:
    """The result, if need be of a later try: now and then Chromium does not start to navigate
    (NO_NAVSTART), which says nothing of the page."""
    reason = ""
    for _ in range(TRIES):
        try:
            return run(command)
        except (subprocess.SubprocessError, ValueError) as error:
            reason = " ".join(str(error).split())[-300:]
    raise NotMeasured(f"{TRIES} tries, the last: {reason}")


def run(command: list[str]) -> dict[str, Any]:
    """Raises SubprocessError (failed, or took too long), ValueError (said nothing that counts)."""
    environment = for_child({"CHROME_PATH": str(chromium())})
    done = subprocess.run(  # noqa: S603
        command, check=True, stdout=subprocess.PIPE, env=environment, timeout=SECONDS
    )
    result: dict[str, Any] = json.loads(done.stdout)
    if fault := result.get("runtimeError"):
        raise ValueError(f"{fault.get('code')}: {fault.get('message')}")
    return result


def score(result: dict[str, Any], category: str) -> int:
    # None: an audit of the category could not be made, which is no full score.
    return round(100 * (result["categories"][category]["score"] or 0))


def largest_paint(result: dict[str, Any]) -> float:
    return float(result["audits"]["largest-contentful-paint"]["numericValue"])


def requests(result: dict[str, Any]) -> list[Request]:
    items = result["audits"]["network-requests"]["details"]["items"]
    return [
        Request(each["url"], each["resourceType"].lower(), each["transferSize"]) for each in items
    ]


def below_full(result: dict[str, Any]) -> list[str]:
    """The audits that cost points: those with a weight in their category."""
    weighed = {
        ref["id"]
        for category in result["categories"].values()
        for ref in category["auditRefs"]
        if ref["weight"]
    }
    audits = {name: result["audits"][name] for name in weighed}
    return [name for name, audit in audits.items() if (audit["score"] or 0) < 1]
