"""The pages that Lighthouse measures. Each takes it a minute or more, so one page of each sort."""

import re
from collections.abc import Iterator

from audits.crawl import links, read
from audits.lighthouse import BEHIND_THE_DOOR, Page
from audits.sign_in import sign_in

PUBLIC = [
    *("/", "/articles/benefits-and-limits/", "/articles/", "/therapies/car-t-cell-therapy/"),
    *("/therapies/", "/conditions/", "/glossary/antibody/", "/glossary/", "/search/", "/ask/"),
    *("/reviewers/mei-sample/", "/corrections/"),
]
# Search engines are told to leave lists of results alone, as they themselves ask, and Lighthouse
# counts that as a fault; the search page itself is judged without exception.
RESULTS = Page("/search/?q=antibody", without=("is-crawlable",))
SIGN_IN = Page("/accounts/login/", BEHIND_THE_DOOR)
# Django's script for the admin's pop-ups listens to `unload`, which browsers are giving up.
DJANGOS_OWN = ("deprecations",)
# Who sees it, where they begin, and which link they follow from there.
STAFF = [
    ("wen", "/admin/", ""),
    ("wen", "/admin/articles/article/", ""),
    ("wen", "/admin/articles/article/", r"/admin/articles/article/\d+/change/"),
    ("wen", "/admin/articles/article/", r"/admin/articles/article/add/"),
    ("mei", "/review/", ""),
    ("mei", "/review/", r"/review/\d+/"),
    ("edda", "/admin/editorial/document/", ""),
]


def one_of_each_sort(site: str) -> Iterator[Page]:
    yield from map(Page, PUBLIC)
    yield RESULTS
    yield SIGN_IN
    cookies = {name: sign_in(site, name) for name, _, _ in STAFF}
    for name, start, pattern in STAFF:
        path = followed(site, start, pattern, cookies[name]) if pattern else start
        yield Page(path, BEHIND_THE_DOOR, DJANGOS_OWN, cookies[name])


def followed(site: str, start: str, pattern: str, cookie: str) -> str:
    """The first link there that is written so; without one the pattern itself, which is not found
    and so measured as a fault."""
    found = [path for path in links(read(site + start, cookie)) if re.fullmatch(pattern, path)]
    return found[0] if found else pattern
