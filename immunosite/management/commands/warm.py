"""`manage.py warm`: make the public pages before readers ask for them, as after a deployment."""

import sys
from collections.abc import Callable, Iterable, Iterator
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http import HttpResponse
from django.urls import reverse
from tqdm import tqdm

from editorial.models import Edition
from immunosite.machines.sitemap import own_paths
from immunosite.page_store import page_files

if TYPE_CHECKING:
    from wsgiref.types import WSGIEnvironment

HTTPS_PORT, HTTP_PORT = "443", "80"


class Command(BaseCommand):
    help = "Make the public pages before readers ask for them; those that are there and good stay."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--most", type=int, help="of the live pages, so many, the newest first")

    def handle(self, *args: object, most: int | None = None, **options: object) -> None:
        if page_files() is None:
            raise CommandError(
                "Pages are kept in memory alone, because PAGE_FILES_MEGABYTES is 0. Give it a "
                "number, so that the site finds what this command makes."
            )
        live = Edition.objects.live().order_by("-effective_from", "-pk")[:most]
        own, site = list(own_paths()), WSGIHandler()
        made = 0
        bar = tqdm(total=len(own) + live.count(), desc="pages", disable=None, leave=False)
        for address in (*own, *_addresses(live.values_list("kind", "slug"))):
            made += _is_answered(site, address)
            bar.update()
        bar.close()
        self.stdout.write(f"{made} pages are ready.")


def _addresses(live: Iterable[tuple[str, str]]) -> Iterator[str]:
    for kind, slug in live:
        yield reverse(kind, args=[slug])


def _is_answered(site: WSGIHandler, address: str) -> bool:
    response = cast(HttpResponse, site(_as_asked(address), _hear))
    response.close()
    return response.status_code == HTTPStatus.OK


def _hear(status: str, headers: object, error: object = None, /) -> Callable[[bytes], object]:
    return lambda written: None


def _as_asked(address: str) -> "WSGIEnvironment":
    """By a reader at SITE_URL, which is how the page is found again."""
    scheme, host, *_ = urlsplit(settings.SITE_URL)
    proxy = getattr(settings, "SECURE_PROXY_SSL_HEADER", None)
    return {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "QUERY_STRING": "",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": host.partition(":")[0],
        "SERVER_PORT": HTTPS_PORT if scheme == "https" else HTTP_PORT,
        "HTTP_HOST": host,
        "wsgi.url_scheme": scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        **({proxy[0]: scheme} if proxy else {}),
    }
