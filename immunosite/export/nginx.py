"""The nginx configuration: two files, one for its `http` and one for its `server` block.

What a reader asks for is only ever compared with lists or made the name of a file; nothing of it
becomes a header.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from immunosite.export.files import CODINGS, QUERY, ending_of
from immunosite.export.headers import HASHED, Headers
from immunosite.export.refusal import ExportRefusal
from immunosite.export.routes import SLUG, Fate, of_fate, routes

HTML = "text/html; charset=utf-8"
APPLICATION = re.compile(
    r"unix:/[\w./+-]+|(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):[0-9]{1,5}", re.ASCII
)
FOLDER = re.compile(r"/[\w./+-]*", re.ASCII)


@dataclass
class Facts:
    """What nginx is told."""

    root: Path  # `current`, as nginx sees it
    application: str  # as a `server` of nginx's `upstream`
    headers: Headers = field(default_factory=Headers)
    page_types: set[str] = field(default_factory=set)
    static_types: set[str] = field(default_factory=set)
    moved: dict[int, dict[str, str]] = field(default_factory=lambda: {301: {}, 302: {}})


def check_words(facts: Facts) -> None:
    """Raises ExportRefusal for what nginx would misread, before anything is made."""
    if not FOLDER.fullmatch(str(facts.root)):
        raise ExportRefusal(
            f"{facts.root}: nginx would misread this name. Use letters, digits and . _ + - alone."
        )
    if not APPLICATION.fullmatch(facts.application):
        raise ExportRefusal(
            "--application must be HOST:PORT, such as 127.0.0.1:8000, or unix:/run/site.sock, not"
            f" {facts.application!r}."
        )


def configuration(facts: Facts) -> dict[str, bytes]:
    """The two files, by their names."""
    context = _context(facts)
    return {
        name: render_to_string(f"export/{name}", context).encode()
        for name in ("http.conf", "server.conf")
    }


def _context(facts: Facts) -> dict[str, object]:
    application = of_fate(Fate.APPLICATION)
    return {
        "root": facts.root,
        "application": facts.application,
        "codings": CODINGS[1:],
        "session": settings.SESSION_COOKIE_NAME,
        "static": settings.STATIC_URL,
        "query": QUERY.pattern,
        "hashed": HASHED.pattern,
        "types": _types(facts.page_types | facts.static_types | {HTML}),
        "page_endings": _endings(facts.page_types),
        "static_endings": _endings(facts.static_types),
        "html": ending_of(HTML),
        "page_headers": _headers(facts, "page"),
        "notice_headers": _headers(facts, "notice"),
        "static_headers": _headers(facts, "static"),
        "cache_control": facts.headers.cache_control,
        "link_shapes": _link_shapes(facts.headers),
        "links": _lines(facts.headers.links),
        "mementos": _lines(facts.headers.mementos),
        "moved": _lines(facts.moved[301]),
        "found": _lines(facts.moved[302]),
        "beginnings": [each for each in application if each.is_beginning],
        "asked": [each for each in application if not each.is_beginning],
        "without_slash": _without_slash(),
    }


def _types(content_types: Iterable[str]) -> list[tuple[str, str]]:
    return [(quoted(each), ending_of(each)) for each in sorted(content_types)]


def _endings(content_types: Iterable[str]) -> list[str]:
    """HTML first: nginx looks for one after the other."""
    return [ending_of(each) for each in sorted(content_types, key=lambda it: (it != HTML, it))]


def _headers(facts: Facts, sort: str) -> list[tuple[str, str]]:
    shared = facts.headers.shared.get(sort, {})
    return [(name, quoted(text)) for name, text in sorted(shared.items())]


def _lines(texts: Mapping[str, str]) -> list[tuple[str, str]]:
    return [(quoted(path), quoted(text)) for path, text in texts.items()]


def _link_shapes(headers: Headers) -> list[tuple[str, str]]:
    """In the order in which the site itself looks at them."""
    known = [each.pattern for each in routes() if each.pattern in headers.link_shapes]
    return [
        (
            quoted(f"~^{each}\\z"),
            quoted(headers.link_shapes[each]).replace(f"{{{SLUG}}}", f"${SLUG}"),
        )
        for each in known
    ]


def _without_slash() -> list[str]:
    """Addresses but for the slash that ends them, to which the site itself leads on."""
    shown = [*of_fate(Fate.EXPORTED), *of_fate(Fate.APPLICATION)]
    ended = [each.pattern.removesuffix("/") for each in shown if each.pattern.endswith("/")]
    return [each for each in ended if each]


def quoted(text: str) -> str:
    """As one word of nginx. Raises ExportRefusal for what it would take for a variable's name."""
    if re.search(r"\$[\w{]", text) or not text.isprintable():
        raise ExportRefusal(f"nginx would misread {text!r}.")
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
