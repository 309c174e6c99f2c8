"""The cache in front of the site: where it is told to forget a page."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def purge_url(url: str, *, seconds: int) -> str:
    """Without it no page may be kept: a withdrawn one would live on."""
    if seconds and not url:
        raise ImproperlyConfigured(
            "CDN_SECONDS lets a cache keep pages, but CDN_PURGE_URL does not say where it is told"
            " that one was withdrawn. Set it to http://127.0.0.1:6081/, say, or CDN_SECONDS to 0."
        )
    try:
        scheme, host, *_ = urlsplit(url)
    except ValueError:
        scheme = host = ""
    if url and (scheme not in ("http", "https") or not host or not url.isprintable() or " " in url):
        raise ImproperlyConfigured(
            f"CDN_PURGE_URL must be a whole http:// or https:// address, not {url!r}."
        )
    return url


def purge_key(key: str) -> str:
    """It goes into a header (RFC 6750)."""
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise ImproperlyConfigured(
            "CDN_PURGE_KEY must be one line of ASCII without spaces, as the cache gave it."
        )
    return key
