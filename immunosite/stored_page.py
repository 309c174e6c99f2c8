"""A stored page: a whole response, and how it is handed over to whoever asks."""

import gzip
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.http import parse_etags

from editorial.built_from import EVERYTHING
from immunosite.cdn.headers import cache_headers
from immunosite.each_time import Act, act_of
from immunosite.invalidation.heard import heard
from immunosite.invalidation.planned import State as PublicState

# What a page says of itself and of other times (RFC 7089).
OWN = ("Link", "Memento-Datetime")
A_SOURCE = 150  # bytes of a name and its place in a set


@dataclass(frozen=True)
class StoredPage:
    """A whole response, with its body as it is and compressed.

    `public_state`: the last act when it was made, and when the clock next changes what it was built
    from, its `sources`; `since` is when it was made."""

    content_type: str
    plain: bytes
    gzip: bytes
    brotli: bytes
    etag: str
    public_state: PublicState
    headers: dict[str, str]
    since: datetime
    sources: frozenset[str]
    each_time: Act | None = None

    def __len__(self) -> int:
        """The bytes that it takes in memory: of a small page, most is what it was built from."""
        return len(self.plain) + len(self.gzip) + len(self.brotli) + A_SOURCE * len(self.sources)


def stored_page(
    response: HttpResponse,
    made_in: PublicState,
    sources: Iterable[str] = (),
    since: datetime | None = None,
) -> StoredPage:
    """Without sources: made anew after each act that readers see."""
    body, now = response.content, since or timezone.now()
    built_from = frozenset(sources) or frozenset([EVERYTHING])
    return StoredPage(
        content_type=response.headers["Content-Type"],
        plain=body,
        gzip=gzip.compress(body, compresslevel=6, mtime=0),
        brotli=brotli.compress(body, quality=5),
        etag=f'"{hashlib.sha256(body).hexdigest()[:32]}"',
        public_state=(made_in[0], heard.good_until(built_from, made_in, now)),
        since=now,
        sources=built_from,
        headers={name: response.headers[name] for name in OWN if name in response.headers},
        each_time=act_of(response),
    )


def deliver(page: StoredPage, request: HttpRequest) -> HttpResponse:
    if is_known(page, request.headers.get("If-None-Match", "")):
        response: HttpResponse = HttpResponseNotModified()
    else:
        response = encoded(page, request)
    if request.method == "HEAD":
        response.headers["Content-Length"] = str(len(response.content))
        response.content = b""
    for name, value in page.headers.items():
        response.headers[name] = value
    response.headers["ETag"] = page.etag
    response.headers["Vary"] = "Accept-Encoding"
    for name, value in cache_headers(page.sources, page.public_state[1]):
        response.headers[name] = value
    return response


def is_known(page: StoredPage, if_none_match: str) -> bool:
    known = parse_etags(if_none_match)
    return "*" in known or page.etag in [tag.removeprefix("W/") for tag in known]


def encoded(page: StoredPage, request: HttpRequest) -> HttpResponse:
    # What the reader likes best, as the site's edge found it (`immunosite.edge.encodings`).
    accepted = request.META.get("HTTP_ACCEPT_ENCODING", "").split(", ")
    for name, body in (("br", page.brotli), ("gzip", page.gzip)):
        if name in accepted:
            return HttpResponse(
                body, content_type=page.content_type, headers={"Content-Encoding": name}
            )
    return HttpResponse(page.plain, content_type=page.content_type)
