"""Which requests the front answers: anonymous readers, of an address that is known to be stored."""

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl

from django.conf import settings

from articles.kind_names import COMPARE
from editorial.kinds import topics
from immunosite.edge.cookies import is_private
from immunosite.edge.encodings import liked_best
from immunosite.page_store import MAX_QUERY

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

# Of lists, glossary, search and sitemaps; those of the facets come from the kinds.
PARAMETERS = {"q", "page", "p", "kind", "only", "letter", "match", "route", "order"}
# What is chosen several times at one address, and there alone.
REPEATED = {f"/therapies/{COMPARE}/": "t"}
# What only a request with a body, or of somebody who is known, brings along.
NOT_OF_READERS = (
    "HTTP_AUTHORIZATION",
    "HTTP_TRANSFER_ENCODING",
    "CONTENT_TYPE",
    "HTTP_CONTENT_ENCODING",
)
MAX_PATH = 400  # characters; addresses of pages are far shorter
MAX_HOST, MAX_SCHEME = 262, 16  # characters: a name of DNS with its port; “https”
MAX_ACCEPTED = 200  # characters of Accept-Encoding


class Key(NamedTuple):
    """All of a request that an answer depends on, but for its encoding: no middleware asks for
    more. As the server gave it, so that only what Django itself let through is ever found."""

    scheme: str
    proxy_scheme: str
    host: str
    path: str
    query: str


def key_of(environ: "WSGIEnvironment") -> Key | None:
    """None for a request that is Django's alone."""
    path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
    if (
        environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        or any(environ.get(name) for name in NOT_OF_READERS)
        or environ.get("CONTENT_LENGTH") not in (None, "", "0")
        or path.startswith(str(settings.STATIC_URL))
        or is_private(path)
        or len(path) > MAX_PATH
        or not _is_known(query, REPEATED.get(path, ""))
        or has_session(environ.get("HTTP_COOKIE", ""))
    ):
        return None
    proxy = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
    host = environ.get("HTTP_HOST", "")
    proxy_scheme = environ.get(proxy[0], "") if proxy else ""
    if not 0 < len(host) <= MAX_HOST or len(proxy_scheme) > MAX_SCHEME:
        return None
    return Key(environ["wsgi.url_scheme"], proxy_scheme, host, path, query)


def has_session(cookies: str) -> bool:
    """By the name alone: whoever might be signed in is Django's to know."""
    return settings.SESSION_COOKIE_NAME in cookies


@lru_cache(maxsize=1024)
def _is_known(query: str, repeated: str) -> bool:
    if len(query) > MAX_QUERY:
        return False
    names = [name for name, _ in parse_qsl(query, keep_blank_values=True) if name != repeated]
    return len(names) == len(set(names)) and set(names) <= PARAMETERS | topics().keys()


def coding(environ: "WSGIEnvironment") -> str | None:
    """What this reader likes best: "br", "gzip", or "" for the plain bytes; None for nothing."""
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    return _coding(accepted) if len(accepted) <= MAX_ACCEPTED else None


@lru_cache(maxsize=1024)
def _coding(accepted: str) -> str | None:
    liked = liked_best(accepted)
    return None if liked is None else next(iter(liked), "")
