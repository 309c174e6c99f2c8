"""Lighthouse with its own defaults: a mid-range phone on slow 4G, simulated."""

import json
import os
import signal
import subprocess
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from audits import first_view
from audits.first_view import Request
from audits.machine import NODE_MODULES, program
from immunosite.environment import for_child
from tests.machine import chromium

CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]
# Behind the door nobody comes from a search engine, and nobody counts the first view's bytes.
BEHIND_THE_DOOR = ["accessibility", "best-practices"]
CLI = NODE_MODULES / "lighthouse" / "cli" / "index.js"
TRIES, SECONDS = 3, 150  # for each run; one takes 15 to 30 seconds on a machine at rest
STOP_SECONDS = 15
MAX_LCP = 1000  # milliseconds until the largest part of the first screen is painted
# Nothing of Chromium's own business on the network, whatever the machine allows.
CHROMIUM = "--headless=new --disable-gpu --no-first-run --disable-background-networking" + (
    " --disable-quic --disable-component-update --disable-sync"
)


@dataclass(frozen=True)
class Page:
    """What is asked: an address of the site, in which categories, without which audits, as whom."""

    path: str
    categories: list[str] = field(default_factory=lambda: CATEGORIES)
    without: tuple[str, ...] = ()
    cookie: str = ""


@dataclass(frozen=True)
class Run:
    """What one run said."""

    scores: dict[str, int]
    below: list[str]  # “category: audit” of those that cost points
    speed: float
    lcp: float
    requests: list[Request]


@dataclass(frozen=True)
class Report:
    """One page, the median of several runs: other work on the machine slows a run down."""

    page: Page
    scores: dict[str, int]
    lcp: float
    speed: float  # Lighthouse's measure of the machine; its phone is meant for 1500 and more
    requests: list[Request]
    below: list[str]

    def faults(self) -> list[str]:
        low = [f"{name} {score}" for name, score in self.scores.items() if score < 100]
        found = [f"{', '.join(low)} ({', '.join(self.below)})"] if low else []
        if "performance" not in self.scores:
            return found
        if self.lcp >= MAX_LCP:
            found.append(f"largest paint after {self.lcp:.0f} ms, not under {MAX_LCP}")
        return found + first_view.faults(self.requests)


class NotMeasured(Exception):
    """A page that Lighthouse could not measure, however often it tried; the message says why."""


def report(site: str, page: Page, *, runs: int) -> Report:
    """Raises NotMeasured."""
    results = [tried(command(site, page)) for _ in range(runs)]
    return Report(
        page,
        {name: int(median(each.scores[name] for each in results)) for name in page.categories},
        median(each.lcp for each in results),
        median(each.speed for each in results),
        results[0].requests,
        sorted({fault for each in results for fault in each.below}),
    )


def command(site: str, page: Page) -> list[str]:
    # As root, Chromium starts only without its sandbox.
    flags = CHROMIUM + (" --no-sandbox" if os.geteuid() == 0 else "")
    return [
        *(program("node"), str(CLI), site + page.path),
        *("--quiet", "--output=json", f"--chrome-flags={flags}"),
        f"--only-categories={','.join(page.categories)}",
        *(f"--skip-audits={name}" for name in page.without),
        *([f"--extra-headers={json.dumps({'Cookie': page.cookie})}"] if page.cookie else []),
    ]


# --- One run --------------------------------------------------------------------------------------


NONSENSE = (ValueError, LookupError, TypeError, AttributeError)  # of an answer of another shape


def tried(command: list[str]) -> Run:
    """The result, if need be of a later try: now and then Chromium does not start to navigate
    (NO_NAVSTART), dies, or paints nothing, which says nothing of the page."""
    reason = ""
    for _ in range(TRIES):
        try:
            return read(json.loads(answered(command)))
        except (subprocess.SubprocessError, *NONSENSE) as error:
            reason = f"{type(error).__name__}: " + " ".join(str(error).split())[-300:]
    raise NotMeasured(f"{TRIES} tries, the last: {reason}")


def answered(command: list[str]) -> bytes:
    """Raises SubprocessError: it failed, or took too long."""
    environment = for_child({"CHROME_PATH": str(chromium())})
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as process:  # noqa: S603
        try:
            said, _ = process.communicate(timeout=SECONDS)
        except BaseException:
            stop(process)
            raise
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command[:3])
    return said


def stop(process: subprocess.Popen[bytes]) -> None:
    """As Ctrl-C does: Lighthouse then ends its Chromium, too, which a kill would leave running."""
    process.send_signal(signal.SIGINT)
    try:
        process.communicate(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def read(result: dict[str, Any]) -> Run:
    """Raises one of NONSENSE: it said nothing that counts."""
    if fault := result.get("runtimeError"):
        raise ValueError(f"{fault.get('code')}: {fault.get('message')}")
    # None: an audit of the category could not be made, which is no full score.
    scores = {
        name: round(100 * (each["score"] or 0)) for name, each in result["categories"].items()
    }
    speed = float(result["environment"]["benchmarkIndex"])
    if "performance" not in scores:
        return Run(scores, below_full(result), speed, 0, [])
    lcp = float(result["audits"]["largest-contentful-paint"]["numericValue"])
    return Run(scores, below_full(result), speed, lcp, requests(result))


def requests(result: dict[str, Any]) -> list[Request]:
    items = result["audits"]["network-requests"]["details"]["items"]
    return [
        Request(each["url"], each["resourceType"].lower(), each["transferSize"]) for each in items
    ]


def below_full(result: dict[str, Any]) -> list[str]:
    """The audits that cost points: those with a weight in their category."""
    return [
        f"{name}: {ref['id']}{nodes(result['audits'][ref['id']])}"
        for name, category in result["categories"].items()
        for ref in category["auditRefs"]
        if ref["weight"] and is_below(result["audits"][ref["id"]])
    ]


def is_below(audit: dict[str, Any]) -> bool:
    return audit.get("scoreDisplayMode") != "notApplicable" and (audit["score"] or 0) < 1


def nodes(audit: dict[str, Any]) -> str:
    """Where on the page, for the audits that say it."""
    items = (audit.get("details") or {}).get("items") or []
    found = [each["node"]["selector"] for each in items if each.get("node", {}).get("selector")]
    return f" at {' and '.join(found[:3])}" if found else ""
