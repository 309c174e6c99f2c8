"""Page store: the bytes of public pages, kept while nothing that they were built from has changed.

A page is kept with the last act in the audit log at its time, and with what it was built from
(`editorial.built_from`). It ends with the first act that touches any of it (`immunosite.changes`),
or at the next moment at which the clock does: an edition that begins or ends, or midnight, when
reviews run out. So it is never stale. A hit costs one query. Each process keeps its own store.
"""

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from threading import Lock

import brotli
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.urls import URLPattern, URLResolver
from django.utils import timezone
from django.utils.http import parse_etags

from editorial.built_from import EVERYTHING, noting
from editorial.models import AuditEvent, Edition
from immunosite.changes.heard import heard
from immunosite.changes.planned import State as PublicState
from immunosite.changes.planned import midnight_after
from immunosite.each_time import Act, act_of

MAX_BYTES = 64 * 1024 * 1024
# Longer queries are somebody's own search, or an attack on the store.
MAX_QUERY = 120
# What a page says of itself and of other times (RFC 7089).
OWN = ("Link", "Memento-Datetime")
# An answer's attribute: under which key its page is kept (`immunosite.front`).
STORED_AS = "_stored_as"
# In a request's environment: its page was there (“hit”) or not (`immunosite.metrics`).
FOUND = "immunosite.found"
View = Callable[..., HttpResponse]


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
        return len(self.plain) + len(self.gzip) + len(self.brotli)


class PageStore:
    """The pages used last, up to MAX_BYTES of them."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self.max_bytes, self.bytes = max_bytes, 0
        self.pages: OrderedDict[str, StoredPage] = OrderedDict()
        self.lock = Lock()

    def has(self, key: str) -> bool:
        """A page of this name, good or not."""
        return key in self.pages

    def find(self, key: str, public_state: PublicState) -> StoredPage | None:
        with self.lock:
            page = self.pages.get(key)
            if page is None or not is_good(page, public_state):
                return None
            self.pages.move_to_end(key)
            return page

    def keep(self, key: str, page: StoredPage) -> None:
        with self.lock:
            self.bytes += len(page) - len(self.pages.pop(key, b""))
            self.pages[key] = page
            while self.bytes > self.max_bytes:
                self.bytes -= len(self.pages.popitem(last=False)[1])

    def clear(self) -> None:
        with self.lock:
            self.pages.clear()
            self.bytes = 0


store = PageStore()


def is_good(page: StoredPage, public_state: PublicState) -> bool:
    """Whether it would be made just so now. Not before its time either: the clock may have been put
    back since."""
    made, until = page.public_state
    now, _ = public_state
    return page.since <= timezone.now() < until and heard.is_good(page.sources, made, now)


def stored(patterns: Iterable[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The same URL patterns, their views answering from the store."""
    wrapped = list(patterns)
    for pattern in wrapped:
        if isinstance(pattern, URLResolver):
            stored(pattern.url_patterns)
        elif isinstance(pattern, URLPattern):
            pattern.callback = kept(pattern.callback)
    return wrapped


def kept(view: View) -> View:
    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        key = f"{request.get_host()} {request.get_full_path()}"
        if request.method not in ("GET", "HEAD") or not may_be_kept(request):
            return view(request, *args, **kwargs)
        # Asked before the page is made: an act in between only makes the page newer than its key,
        # and the next reader does not find it.
        begun = timezone.now()
        current = request.public_state = public_state()  # type: ignore[attr-defined]
        if store.has(key):
            heard.read_on()
        page = store.find(key, current)
        request.META[FOUND] = "hit" if page else "miss"
        if page is None:
            with noting() as notes:
                response = view(request, *args, **kwargs)
            if response.status_code != 200 or response.streaming or response.cookies:
                return response
            page = stored_page(response, current, notes.sources, since=begun)
            # Not where the clock changed something meanwhile: the page is of two states.
            if begun <= timezone.now() < current[1]:
                store.keep(key, page)
        if page.each_time and request.method == "GET":
            page.each_time()
        response = deliver(page, request)
        setattr(response, STORED_AS, key)
        return response

    return answer


def may_be_kept(request: HttpRequest) -> bool:
    """Bytes that no browser leaves bare are read in one way and written in another: such a query
    would stand under the name of a second one."""
    query = request.META.get("QUERY_STRING", "")
    return len(query) <= MAX_QUERY and query.isascii()


def public_state(now: datetime | None = None) -> PublicState:
    """The hash of the last act that the public sees, and when the clock alone will next change what
    is public: it is the state from `now` until then, while there is no act."""
    now = now or timezone.now()
    starts = Edition.objects.filter(effective_from__gt=now).order_by("effective_from")
    ends = Edition.objects.filter(effective_until__gt=now).order_by("effective_until")
    # Its hash, for its number comes again after a backup was put back.
    last = AuditEvent.objects.filter(sequence=OuterRef("generation"))
    events = AuditEvent.objects.order_by("-sequence").values_list(
        "generation",
        Subquery(last.values("hash")[:1]),
        Subquery(starts.values("effective_from")[:1]),
        Subquery(ends.values("effective_until")[:1]),
    )
    number, act, *changes = events.first() or (0, None)
    heard.heard_of(act or "", number)
    return act or "", min(filter(None, [midnight_after(now), *changes]))


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
    # Readers' browsers ask again each time, and mostly hear 304: a withdrawn page is gone at once.
    response.headers["Cache-Control"] = "public, no-cache"
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
