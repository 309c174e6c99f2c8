"""Page store: the bytes of public pages, kept while nothing that they were built from has changed.

A page is kept with the last act in the audit log at its time, and with what it was built from
(`editorial.built_from`). It ends with the first act that touches any of it
(`immunosite.invalidation`), or at the next moment at which the clock does: an edition that begins
or ends, or midnight, when reviews run out. So it is never stale. A hit costs one query. Each
process keeps its own store; behind it all share the files of `immunosite.page_files`.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cache, wraps
from threading import Lock

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from django.utils import timezone

from editorial.built_from import noting
from editorial.models import AuditEvent, Edition
from immunosite.invalidation.heard import heard
from immunosite.invalidation.planned import State as PublicState
from immunosite.invalidation.planned import midnight_after
from immunosite.page_files import PageFiles
from immunosite.release import release
from immunosite.replica.reading import from_replica_if_possible
from immunosite.single_flight import SingleFlight
from immunosite.stored_page import StoredPage, deliver, stored_page

MAX_BYTES = 64 * 1024 * 1024
# Longer queries are somebody's own search, or an attack on the store.
MAX_QUERY = 120
# An answer's attribute: under which key its page is kept (`immunosite.front`).
STORED_AS = "_stored_as"
BUILT_FROM = "_built_from"  # and what it was built from
# In a request's environment: its page was there (“hit”) or not (`immunosite.metrics`).
FOUND = "immunosite.found"
View = Callable[..., HttpResponse]


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
flights = SingleFlight()


@cache
def page_files() -> PageFiles | None:
    """The second level; None where the site has none."""
    megabytes = settings.PAGE_FILES_MEGABYTES
    most = megabytes * 1024 * 1024
    return PageFiles(settings.VAR_DIR / "pages", most, release()) if megabytes else None


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
    make = from_replica_if_possible(noted(view))

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        key = f"{request.get_host()} {request.get_full_path()}"
        if request.method not in ("GET", "HEAD") or not may_be_kept(request):
            return make(request, *args, **kwargs)
        # Asked before the page is made: an act in between only makes the page newer than its key,
        # and the next reader does not find it.
        begun = timezone.now()
        current = request.public_state = public_state()  # type: ignore[attr-defined]
        page = find(key, current)
        request.META[FOUND] = "hit" if page else "miss"
        if page is None:
            # Also of those whom the front lets through, such as a flood with made-up sessions.
            with flights.enter(key) as has_waited:
                page = find(key, current) if has_waited else None
                if page is None:
                    response = make(request, *args, **kwargs)
                    if response.status_code != 200 or response.streaming or response.cookies:
                        return response
                    page = stored_page(response, current, sources_of(response), since=begun)
                    # Not where the clock changed something meanwhile: the page is of two states.
                    if begun <= timezone.now() < current[1]:
                        keep(key, page)
        if page.each_time and request.method == "GET":
            page.each_time()
        response = deliver(page, request)
        setattr(response, STORED_AS, key)
        return response

    return answer


def noted(view: View) -> View:
    """The view alone: what is asked around it, such as where it is made, is no part of the page."""

    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        with noting() as notes:
            response = view(request, *args, **kwargs)
        setattr(response, BUILT_FROM, notes.sources)
        return response

    return answer


def sources_of(response: HttpResponse) -> Iterable[str]:
    return getattr(response, BUILT_FROM, ())


def find(key: str, current: PublicState) -> StoredPage | None:
    """In memory, or in the files, from which it is then taken into memory."""
    if store.has(key):
        heard.read_on()
        if page := store.find(key, current):
            return page
    files = page_files()
    page = files.find(key) if files else None
    if page is None:
        return None
    heard.read_back()
    if not is_good(page, current):
        return None
    store.keep(key, page)
    return page


def keep(key: str, page: StoredPage) -> None:
    store.keep(key, page)
    if files := page_files():
        files.keep(key, page)


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
