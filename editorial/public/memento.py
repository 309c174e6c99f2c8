"""Memento (RFC 7089): how an address says what stood there at another time, and how to ask for it.

A page leads to its TimeGate and its TimeMap, both in `timegate`; an edition in its history is a
memento and says from when on it stood there.
"""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import http_date

from editorial.models import Edition
from editorial.public.absolute_url import absolute_url

LINK_FORMAT = "application/link-format"  # RFC 6690


def leads_to_other_times(response: HttpResponse, live: Edition) -> HttpResponse:
    """Section 2.2: a page names its TimeGate and its TimeMap."""
    response.headers["Link"] = ", ".join(_links(live))
    return response


def as_memento(response: HttpResponse, edition: Edition, live: Edition) -> HttpResponse:
    """Section 2.1.1: an edition, as it stood at the page's address from that time on."""
    response.headers["Memento-Datetime"] = http_date(edition.effective_from.timestamp())
    response.headers["Link"] = ", ".join([original(live), *_links(live)])
    return response


def original(live: Edition) -> str:
    return link(live.get_absolute_url(), "original")


def timemap(live: Edition, rel: str = "timemap") -> str:
    return link(reverse(f"{live.kind}-timemap", args=[live.slug]), rel, type=LINK_FORMAT)


def timegate(live: Edition) -> str:
    return link(reverse(f"{live.kind}-timegate", args=[live.slug]), "timegate")


def link(path: str, rel: str, **more: str) -> str:
    """RFC 8288, section 3."""
    given = "".join(f'; {name}="{value}"' for name, value in more.items())
    return f'<{absolute_url(path)}>; rel="{rel}"{given}'


def _links(live: Edition) -> list[str]:
    return [timegate(live), timemap(live)]
