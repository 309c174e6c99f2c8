"""Every page of a site that a reader can come to, by its links, its forms, its maps and feeds."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from http.client import HTTPConnection, HTTPException
from urllib.parse import urldefrag, urlencode, urljoin, urlsplit

from tests.immunosite.sample_site._links import Page

# Most have no link to them; the searches are those that a form's single fields do not reach.
PUBLIC = [
    *("/", "/sitemap.xml", "/there-is-no-such-page/", "/glossary/immune-checkpoint-inhibitor/"),
    *(f"/faults/{status}/" for status in (400, 403, 500)),
    "/therapies/compare/?t=car-t-cell-therapy&t=cytokines",
    *("/accounts/login/", "/accounts/login/?next=/review/"),
    *("/search/?q=antibodi", "/search/?q=cell&kind=article", "/search/?q=cell&page=2"),
    *("/search/?q=zzzz+immune", "/search/?q=cell&page=99", "/articles/?kind=nonsense"),
]
WORDS = ["cell", "zzzz"]  # what is typed into a field: one that is found, one that is not
SECONDS = 60  # for one page
MOST = 3000  # pages of one room; about three times what there are


class TooManyPages(Exception):
    """Addresses that lead to ever more addresses; the message names the last."""


@dataclass(frozen=True)
class Answer:
    """Status 0: there was no answer, and the text says why."""

    url: str
    status: int
    kind: str
    text: str
    moved_to: str


class Forms(HTMLParser):
    """The addresses to which a page's GET forms lead, one field filled in at a time."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.action: str | None = None
        self.select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            is_get = given.get("method", "get").lower() == "get"
            self.action = given.get("action", "") if is_get else None
        elif tag == "select":
            self.select = given.get("name", "")
        elif tag == "option":
            self.add(self.select, given.get("value", ""))
        elif tag == "input" and given.get("name"):
            self.type_into(given)

    def type_into(self, field: dict[str, str]) -> None:
        fixed = field.get("type") in ("checkbox", "radio", "hidden")
        for value in [field.get("value", "on")] if fixed else WORDS:
            self.add(field["name"], value)

    def add(self, name: str, value: str) -> None:
        if self.action is not None and name:
            self.addresses.append(f"{self.action}?{urlencode({name: value})}")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.action = None


def pages(site: str, starts: Iterable[str] = PUBLIC, cookie: str = "") -> Iterator[Answer]:
    """Each HTML page below the site's address once; with a cookie, as that person sees it.

    Raises TooManyPages."""
    waiting = [urljoin(site, start) for start in starts]
    seen = set(waiting)
    while waiting:
        answer = read(waiting.pop(), cookie)
        linked = (urldefrag(urljoin(answer.url, link)).url for link in links(answer))
        new = {url for url in linked if url.startswith(f"{site}/") and is_alone(url)} - seen
        seen |= new
        waiting += sorted(new)
        if len(seen) > MOST:
            raise TooManyPages(f"{site} has more than {MOST} pages; the last was {answer.url}")
        if is_page(answer) or not answer.status:
            yield answer


def is_alone(url: str) -> bool:
    """One choice at a time in the admin: its lists combine every filter with every other, sort by
    any columns in any order (`o=2.-1.3`), and carry the list that one came from along."""
    query = urlsplit(url).query
    return "/admin/" not in url or not re.search(r"&|^_|^o=.*\.", query)


def is_page(answer: Answer) -> bool:
    return answer.kind.startswith("text/html") and not answer.moved_to


def links(answer: Answer) -> list[str]:
    if answer.moved_to:
        return [answer.moved_to]
    if is_page(answer):
        return Page(answer.text).links + Forms(answer.text).addresses
    if "xml" in answer.kind:
        return Page(answer.text).links + re.findall("<loc>(.+?)</loc>", answer.text)
    return []


def refused_letters(site: str) -> Iterator[Answer]:
    """The readers' forms as they come back when nothing, and when too much, was filled in; and what
    a page says that takes no form."""
    yield read(f"{site}/", "", urlencode({"text": "x"}))
    all_wrong = {"text": "x" * 3000, "reply_to": "nobody", "website": "x"}
    for path in ("/ask/", "/articles/benefits-and-limits/report/"):
        for filled in ({}, all_wrong):
            yield read(site + path, "", urlencode(filled))


def read(url: str, cookie: str, posted: str | None = None) -> Answer:
    parts = urlsplit(url)
    path = parts._replace(scheme="", netloc="").geturl()
    headers = {"Cookie": cookie} if cookie else {}
    if posted is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    connection = HTTPConnection(parts.netloc, timeout=SECONDS)
    try:
        connection.request("GET" if posted is None else "POST", path, posted, headers)
        response = connection.getresponse()
        text = response.read().decode(errors="replace")
    except (OSError, HTTPException) as error:
        return Answer(url, 0, "", f"{type(error).__name__}: {error}", "")
    finally:
        connection.close()
    kind, moved_to = response.headers["Content-Type"] or "", response.headers["Location"] or ""
    return Answer(url, response.status, kind, text, moved_to)
