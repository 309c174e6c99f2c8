"""Links to pages of this site that readers could not follow. At most three queries in all."""

from collections.abc import Iterable, Mapping
from functools import reduce
from html import unescape
from operator import or_
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Q
from django.urls import Resolver404, resolve

from editorial.kinds import all_kinds
from editorial.models import Document, Edition
from findings.rules.structure import addresses
from findings.text import Links

STAFF = ("admin/", "review/")
Page = tuple[str, str]  # kind and slug


def links_of(document: Document) -> Links:
    texts = [html for html in document.rich_content().values() if isinstance(html, str)]
    paths = {each: path for html in texts for each in addresses(html) if (path := _own_path(each))}
    dead, pages = {}, {}
    for address, path in paths.items():
        found = _target(path)
        if isinstance(found, str):
            dead[address] = found
        elif found and found != (document.kind, document.slug):
            pages[address] = found
    return _judged(dead, pages) if pages else Links(dead, frozenset())


def _own_path(address: str) -> str:
    """The path, where the address is one of this site; else nothing."""
    try:
        parts = urlsplit(unescape(address))
        own = not parts.netloc or parts.netloc.lower() == urlsplit(settings.SITE_URL).netloc
    except ValueError:
        return ""
    is_web = parts.scheme in ("", "http", "https")
    return unquote(parts.path or "/") if own and is_web else ""


def _target(path: str) -> Page | str | None:
    """The page that it leads to; None for any other place; or why it leads nowhere."""
    for tried in (path, f"{path}/"):
        try:
            match = resolve(tried)
        except Resolver404:
            continue
        if match.route.startswith(STAFF):
            return "which only those who work on the site can open"
        name = match.url_name or ""
        is_page = name in {kind.name for kind in all_kinds()}
        return (name, str(match.kwargs["slug"])) if is_page else None
    return "where this site has no page"


def _judged(dead: dict[str, str], pages: Mapping[str, Page]) -> Links:
    public = _documents(pages.values())
    shown = Edition.objects.not_over().filter(document__in=public.values())
    there = set(shown.values_list("document_id", flat=True))
    gone = "which was withdrawn or has run out"
    dead |= {a: gone for a, page in pages.items() if page in public and public[page] not in there}
    unknown = {address: page for address, page in pages.items() if page not in public}
    drafts = _drafts(unknown.values()) if unknown else set()
    nowhere = "where this site has no page"
    dead |= {address: nowhere for address, page in unknown.items() if page not in drafts}
    return Links(dead, frozenset(unknown.keys() - dead.keys()))


def _documents(pages: Iterable[Page]) -> dict[Page, int]:
    """Whose address it is, was, or will be: old ones lead on to where the page is now."""
    rows = Edition.objects.filter(_any_of(pages)).order_by("pk")
    return {(kind, slug): pk for kind, slug, pk in rows.values_list("kind", "slug", "document_id")}


def _drafts(pages: Iterable[Page]) -> set[Page]:
    rows = Document.objects.without_discarded().filter(_any_of(pages))
    return set(rows.values_list("kind", "slug"))


def _any_of(pages: Iterable[Page]) -> Q:
    return reduce(or_, (Q(kind=kind, slug=slug) for kind, slug in set(pages)))
