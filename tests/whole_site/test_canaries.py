"""Signed or silent: nothing that is not public reaches an anonymous visitor, by any route."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from editorial.kinds import all_kinds
from editorial.models import Document, Edition
from tests import cast
from tests.whole_site.canaries import PREFIX
from tests.whole_site.hidden_site import HiddenSite

pytestmark = pytest.mark.django_db
# Routes for people who are logged in; anonymous visitors get none of their text.
PRIVATE = ("admin/", "review/", "accounts/")
# Public routes by name, with the queries to try beside none.
FILTERS = ["?condition={slug}", "?therapy={slug}", "?kind=question", "?page=2", "?page=x"]
PARTS = ["?p=0", "?p=1", "?p=x"]
API = [
    "?genre=question&order=published",
    "?mechanism=checkpoint&route=vein",
    "?order=published&limit=1",
    "?cursor=x",
]
KINDS = [kind.name for kind in all_kinds()]
PUBLIC: dict[str, list[str]] = {
    "home": [],
    "reviewer": [],
    "article-list": FILTERS,
    "article": [],
    "article-history": [],
    "article-edition": [],
    "article-signed-text": [],
    "therapytype-list": [*FILTERS, "?route=vein"],
    "therapy-compare": ["?t={slug}", "?t={slug}&t={slug}"],
    "therapytype": [],
    "therapytype-history": [],
    "therapytype-edition": [],
    "therapytype-signed-text": [],
    "condition-list": FILTERS,
    "condition": [],
    "condition-history": [],
    "condition-edition": [],
    "condition-signed-text": [],
    "glossaryentry-list": [
        "?letter=z",
        "?letter=T",
        f"?q={PREFIX}",
        f"?q={PREFIX}1&match=contains",
        "?q=canary&match=contains",
    ],
    "glossaryentry": [],
    "glossaryentry-history": [],
    "glossaryentry-edition": [],
    "glossaryentry-signed-text": [],
    "review-process": [],
    "standards": [],
    "funding": [],
    "privacy": [],
    "corrections": ["?page=2", "?page=x"],
    "ask": ["?sent=yes", "?sent=x"],
    "article-report": ["?sent=yes"],
    "therapytype-report": ["?sent=yes"],
    "condition-report": ["?sent=yes"],
    "glossaryentry-report": ["?sent=yes"],
    "feed-all": [],
    "feed-articles": [],
    "feed-therapies": [],
    "feed-conditions": [],
    "feed-glossary": [],
    "feed-withdrawals": [],
    "sitemap": [],
    "sitemap-site": [],
    "sitemap-articles": PARTS,
    "sitemap-therapies": PARTS,
    "sitemap-conditions": PARTS,
    "sitemap-glossary": PARTS,
    "robots": [],
    "healthz": [],
    "readyz": ["?format=json", "?format=rss"],
    "security": [],
    "opensearch": [],
    "manifest": [],
    "favicon": [],
    "search": [
        f"?q={PREFIX}",
        f"?q={PREFIX}10001canary",
        "?q=canary",
        "?q=zq10001canarx",
        "?q=text&therapy={slug}",
        "?q=text&condition={slug}",
        "?q={slug}",
    ],
    "search-suggest": [f"?q={PREFIX}", "?q=canary", "?q={slug}"],
    "api-start": [],
    "api-openapi": [],
    "api-docs": [],
    "api-pages": [*API, "?therapy={slug}", "?condition={slug}"],
    **{f"api-{kind}-list": API for kind in KINDS},
    **{f"api-{kind}{rest}": [] for kind in KINDS for rest in ("", "-history", "-edition")},
    "api-glossary": ["?q=t", f"?q={PREFIX}", "?q=canary", f"?q={PREFIX}1&match=starts&limit=1"],
    "api-suggest": ["?q=te", f"?q={PREFIX}", "?q=canary", "?q={slug}"],
    "api-unknown": [],
    **{f"{kind}-{part}": [] for kind in KINDS for part in ("passages", "receipt", "proof")},
    **{f"{kind}-{part}": [] for kind in KINDS for part in ("timegate", "timemap")},
    "receipts": [],
    "receipt-keys": [],
}


def routes(patterns: list, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, path)
        else:
            yield path, pattern


def all_routes() -> list[tuple[str, URLPattern]]:
    return list(routes(get_resolver().url_patterns))


def is_private(path: str) -> bool:
    return path.startswith(PRIVATE)


def test_every_route_is_classified():
    unknown = [
        path
        for path, pattern in all_routes()
        if not is_private(path) and pattern.name not in PUBLIC
    ]
    assert not unknown, (
        f"Say in tests/whole_site/test_canaries.py whether these are public: {unknown}"
    )


def test_every_classified_route_exists():
    names = {pattern.name for _, pattern in all_routes()}
    assert not PUBLIC.keys() - names


def build() -> HiddenSite:
    wen, edda = cast.person("Wen", "Writer"), cast.person("Edda", "Editor")
    return HiddenSite(wen, cast.clinician("Ravi", "Reviewer"), edda)


@pytest.fixture
def hidden(built) -> HiddenSite:
    """The tests only read it."""
    return built


def addresses(path: str, slugs: set[str], keys: list[str]) -> Iterator[str]:
    """The route with every slug, or every primary key, in the place of its parameters."""
    if "<" not in path:
        yield f"/{path}"
        return
    for value in slugs if "slug" in path else keys:
        for number in ("1", "2") if "<int:number>" in path else ("",):
            yield "/" + fill(path.replace("<int:number>", number), value)


def fill(path: str, value: str) -> str:
    while "<" in path:
        before, rest = path.split("<", 1)
        path = before + value + rest.split(">", 1)[1]
    return path


def test_no_anonymous_response_holds_a_canary(hidden):
    documents = Document.objects.all()
    slugs = set(documents.values_list("slug", flat=True))
    slugs |= set(Edition.objects.values_list("slug", flat=True))
    slugs |= set(hidden.reviewer.sign_offs.values_list("signer_slug", flat=True)) | {"ravi"}
    keys = [str(key) for key in documents.values_list("pk", flat=True)]
    client, visited, leaks = Client(), 0, []
    for path, pattern in all_routes():
        if "(?P" in path or "^" in path:
            continue
        for address in addresses(path, slugs, keys if not is_private(path) else keys[:6]):
            for url in [address, *queries(address, pattern.name, slugs)]:
                response = client.get(url)
                visited += 1
                assert response.status_code < 500, url
                leaks += [f"{url}: {place}" for place in leaked(hidden, url, response)]
    assert not leaks, "\n".join(leaks[:40])
    assert visited > 500


def queries(address: str, name: str | None, slugs: set[str]) -> Iterator[str]:
    for query in PUBLIC.get(name or "", []):
        if "{slug}" in query:
            yield from (address + query.format(slug=slug) for slug in slugs)
        else:
            yield address + query


def leaked(hidden: HiddenSite, url: str, response) -> list[str]:
    """Places whose canary is in the body or a header, apart from what the visitor asked with."""
    body = b"".join(response) if response.streaming else response.content
    text = body.decode() + str(response.headers)
    asked = hidden.canaries.found_in(url)
    return [place for place in hidden.canaries.found_in(text) if place not in asked]


def test_the_scan_finds_every_word_that_was_planted(hidden):
    for word, place in hidden.canaries.places.items():
        assert hidden.canaries.found_in(f"<p>{word.upper()}</p>") == [place]


def test_the_scan_finds_a_leak(hidden):
    document = next(each for each in hidden.documents if each.state == "draft")
    assert hidden.canaries.found_in(f"<p>{document.title}</p>")
    assert hidden.canaries.found_in(document.title.upper())


def test_an_administrator_of_the_site_does_see_them(hidden, root):
    """The words are really there: the same scan, logged in, finds them."""
    client = Client()
    client.force_login(root)
    page = client.get("/admin/articles/article/").content.decode()
    assert hidden.canaries.found_in(page)
