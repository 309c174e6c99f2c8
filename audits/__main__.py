"""`python -m audits [nu] [lighthouse] [--runs N]`: exits with 1 when anything is amiss."""

import argparse
import signal
import subprocess
import sys
from collections import Counter

from audits import first_view, lighthouse, nu, site
from audits.crawl import Answer, pages, refused_letters
from audits.sign_in import sign_in
from tests.machine import MissingProgram

COLUMNS = [*lighthouse.CATEGORIES, "paint ms", "bytes", "requests", "machine"]
PARTS = ["nu", "lighthouse"]
# They see desk and admin differently: writer, reviewer, editor, administrator, one without role.
PEOPLE = ["wen", "mei", "edda", "ada", "olga"]
# One page of each sort. Search engines are told to leave lists of results alone, as they themselves
# ask, and Lighthouse counts that as a fault; the search page itself is judged without exception.
PAGES: dict[str, tuple[str, ...]] = {
    "/": (),
    "/articles/benefits-and-limits/": (),
    "/therapies/car-t-cell-therapy/": (),
    "/glossary/antibody/": (),
    "/glossary/": (),
    "/search/": (),
    "/search/?q=antibody": ("is-crawlable",),
}


def main() -> int:
    given = arguments()
    # SIGTERM would otherwise end this process without stopping the site.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    print("Building a site from the sample content ...", flush=True)
    with site.running() as url:
        faults = audit(url, given.parts or PARTS, given.runs)
    print(f"{faults} faults." if faults else "No faults.")
    return 1 if faults else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m audits")
    parser.add_argument("parts", nargs="*", help=f"of {', '.join(PARTS)}; all when none is named")
    parser.add_argument("--runs", type=int, default=3, help="of Lighthouse, for each page")
    given = parser.parse_args()
    if unknown := set(given.parts) - set(PARTS):
        parser.error(f"There is no part {', '.join(unknown)}.")
    return given


def audit(url: str, parts: list[str], runs: int) -> int:
    """How many faults there are. The crawl first: then every page was read once, as in real use."""
    faults = 0
    if "nu" in parts:
        faults += check_html(every_page(url))
    if "lighthouse" in parts:
        line(f"median of {runs}", *COLUMNS)
        faults += sum(run_lighthouse(url, path, runs) for path in PAGES)
    return faults


def every_page(url: str) -> list[Answer]:
    """What the public sees, and the review desk and the admin as each of their people does."""
    found = [*pages(url), *refused_letters(url)]
    for name in PEOPLE:
        cookie = sign_in(url, name)
        for room in ("/review", "/admin"):
            found += pages(url + room, [f"{room}/"], cookie)
    return found


def check_html(found: list[Answer]) -> int:
    statuses = sorted(Counter(answer.status for answer in found).items())
    counted = ", ".join(f"{count} with {status}" for status, count in statuses)
    print(f"Nu HTML checker: {len(found)} pages ({counted})", flush=True)
    broken = [each for each in found if each.status >= 500 and "/faults/" not in each.url]
    for answer in broken:
        print(f"  FAULT {answer.url} answers {answer.status}")
    return len(broken) + tell(nu.check((answer.url, answer.text) for answer in found))


def tell(messages: list[nu.Message]) -> int:
    """Each message once, with the first page that has it; how many are errors."""
    errors = sum(each.is_error for each in messages)
    print(f"  {errors} errors, {len(messages) - errors} warnings")
    first = {each.text: each for each in reversed(messages)}
    for text, count in Counter(each.text for each in messages).most_common():
        print(f"  {'error' if first[text].is_error else 'warning'}, {count} times: {first[text]}")
    return errors


def line(first: str, *rest: str | int) -> None:
    print(f"{first:32}", *(f"{each:>14}" for each in rest), flush=True)


def run_lighthouse(url: str, path: str, runs: int) -> int:
    try:
        report = lighthouse.report(url, path, runs=runs, without=PAGES[path])
    except lighthouse.NotMeasured as error:
        line(path, "could not be measured")
        print(f"  FAULT {error}")
        return 1
    size, asked = first_view.size(report.requests), len(report.requests)
    line(path, *report.scores.values(), round(report.lcp), size, asked, round(report.speed))
    for fault in report.faults():
        print(f"  FAULT {fault}")
    return len(report.faults())


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (MissingProgram, subprocess.CalledProcessError) as error:
        sys.exit(str(error))
