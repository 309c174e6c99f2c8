"""Follows every link of a site from its front page on, and says which of them lead nowhere."""

from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

# What an address answers, redirects followed: its status, and its HTML where it is a page.
Answer = tuple[int, str]


class Page(HTMLParser):
    """The links of a page, and the places in it that a link may name."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src"):
                self.links.append(value or "")
            elif name == "id":
                self.ids.add(value or "")


def broken(site: str, starts: Iterable[str], read: Callable[[str], Answer]) -> tuple[int, set[str]]:
    """How many addresses were read, and each fault as “where it leads, from where”."""
    pages: dict[str, Page | None] = {}
    faults: set[str] = set()
    asked: list[tuple[str, str]] = []
    waiting = [(urljoin(site, start), "the start") for start in starts]
    while waiting:
        link, source = waiting.pop()
        url, fragment = urldefrag(link)
        if urlsplit(url)[:2] != urlsplit(site)[:2]:
            continue
        if fragment:
            asked.append((link, source))
        if url in pages:
            if pages[url] is None:
                faults.add(f"{link} from {source}")
            continue
        status, html = read(url.removeprefix(site.rstrip("/")))
        pages[url] = page = Page(html) if status == 200 else None
        if page is None:
            faults.add(f"{link} from {source}")
        else:
            waiting += [(urljoin(url, each), url) for each in page.links]
    for link, source in asked:
        url, fragment = urldefrag(link)
        page = pages[url]
        if page and unquote(fragment) not in page.ids:
            faults.add(f"{link} from {source}")
    return len(pages), faults
