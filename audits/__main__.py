"""`python -m audits [nu] [lighthouse] [jose] [--runs N]`: exits with 1 when anything is amiss."""

import argparse
import signal
import subprocess
import sys
from collections import Counter

from audits import first_view, jose, lighthouse, nu, site
from audits.crawl import Answer
from audits.lighthouse import CATEGORIES, Page
from audits.rooms import every_page
from audits.sorts import one_of_each_sort
from tests.machine import MissingProgram

COLUMNS = [*CATEGORIES, "paint ms", "bytes", "requests", "machine"]
PARTS = ["jose", "nu", "lighthouse"]
NU_PAGES = 400  # in one run of the checker


def main() -> int:
    given = arguments()
    # SIGTERM would otherwise end this process without stopping the site.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    print("Building a site from the sample content ...", flush=True)
    with site.running() as url:
        faults = audit(url, given.parts or PARTS, given.runs)
    print(f"{len(faults)} faults:" if faults else "No faults.")
    for fault in faults:
        print(f"  {fault}")
    return 1 if faults else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m audits")
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all when none is named")
    parser.add_argument("--runs", type=int, default=3, help="of Lighthouse, for each public page")
    given = parser.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"There is no part {', '.join(unknown)}.")
    return given


def audit(url: str, parts: list[str], runs: int) -> list[str]:
    """All that is amiss. The crawl first: then every page was read once, as in real use."""
    faults: list[str] = []
    if "jose" in parts:
        faults += jose.check(url)
    if "nu" in parts:
        print("Reading every page for the Nu HTML checker ...", flush=True)
        faults += check_html(every_page(url, faults))
    if "lighthouse" in parts:
        line(f"Lighthouse, median of {runs}", *COLUMNS)
        for page in one_of_each_sort(url):
            faults += run_lighthouse(url, page, 1 if page.cookie else runs)
    return faults


# --- The Nu HTML checker --------------------------------------------------------------------------


def check_html(found: list[Answer]) -> list[str]:
    statuses = sorted(Counter(answer.status for answer in found).items())
    counted = ", ".join(f"{count} with {status}" for status, count in statuses)
    print(f"Nu HTML checker: {len(found)} pages ({counted})", flush=True)
    messages: list[nu.Message] = []
    faults: list[str] = []
    for start in range(0, len(found), NU_PAGES):
        part = found[start : start + NU_PAGES]
        try:
            messages += nu.check((answer.url, answer.text) for answer in part)
        except nu.NotChecked as error:
            faults.append(f"{len(part)} pages from {part[0].url} on could not be checked: {error}")
        print(f"  {start + len(part)} read, {len(messages)} messages", flush=True)
    accepted = Counter(why for each in messages if (why := nu.reason(each)))
    for why, count in accepted.items():
        print(f"  accepted {count} times: {why}")
    return faults + told([each for each in messages if not nu.reason(each)])


def told(messages: list[nu.Message]) -> list[str]:
    """Each message once, with the first page that has it and how often it was said."""
    first = {each.kind: each for each in reversed(messages)}
    counted = Counter(each.kind for each in messages).most_common()
    return [f"{count} times: {first[kind]}" for kind, count in counted]


# --- Lighthouse -----------------------------------------------------------------------------------


def line(first: str, *rest: str | int) -> None:
    print(f"{first:40}", *(f"{each:>14}" for each in rest), flush=True)


def run_lighthouse(url: str, page: Page, runs: int) -> list[str]:
    try:
        report = lighthouse.report(url, page, runs=runs)
    except lighthouse.NotMeasured as error:
        line(page.path, "could not be measured")
        return [f"{page.path} could not be measured: {error}"]
    scores = [report.scores.get(name, "") for name in CATEGORIES]
    size, asked = first_view.size(report.requests), len(report.requests)
    first = [round(report.lcp), size, asked] if report.requests else ["", "", ""]
    line(page.path, *scores, *first, round(report.speed))
    return [f"{page.path}: {fault}" for fault in report.faults()]


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (MissingProgram, subprocess.CalledProcessError) as error:
        sys.exit(str(error))
