"""The small files by which browsers, crawlers and researchers find their way into the site."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from editorial.public.absolute_url import absolute_url

TEXT = "text/plain; charset=utf-8"
ICON = "favicon.svg"
MASKABLE_ICON = "icon-maskable.svg"
PAPER = "#faf9f5"
# Of the search only its own page: crawlers would follow results without end.
PRIVATE = ("accounts/", "admin/", "review/", "search/?", "search/suggest/")
# RFC 9116, 2.5.5 recommends less than a year; the date moves on by itself, day by day.
SECURITY_TXT_HOLDS = timedelta(days=180)


def robots(request: HttpRequest) -> HttpResponse:
    """A sample site asks to be left alone; its pages say “noindex” besides."""
    if settings.SAMPLE_SITE:
        return _text(["User-agent: *", "Disallow: /"])
    rules = [f"Disallow: /{path}" for path in PRIVATE]
    return _text(["User-agent: *", *rules, "", f"Sitemap: {absolute_url(reverse('sitemap'))}"])


def security(request: HttpRequest) -> HttpResponse:
    """RFC 9116. Without a contact there is nothing to say, so the file is not there."""
    if not settings.SECURITY_CONTACT:
        raise Http404("SECURITY_CONTACT is not set.")
    expires = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + SECURITY_TXT_HOLDS
    return _text(
        [
            *(f"Contact: {contact}" for contact in settings.SECURITY_CONTACT),
            f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
            "Preferred-Languages: en",
            f"Canonical: {absolute_url(request.path)}",
        ]
    )


def _text(lines: list[str]) -> HttpResponse:
    return HttpResponse("\n".join([*lines, ""]), content_type=TEXT)


def opensearch(request: HttpRequest) -> HttpResponse:
    """OpenSearch 1.1: browsers offer the site's own search."""
    context = {
        "name": settings.SITE_NAME,
        "icon": absolute_url(static(ICON)),
        "search": absolute_url(reverse("search")),
        "here": absolute_url(request.path),
    }
    kind = "application/opensearchdescription+xml; charset=utf-8"
    return render(request, "machines/opensearch.xml", context, content_type=kind)


def manifest(request: HttpRequest) -> HttpResponse:
    """W3C Web Application Manifest. The site is a site, not an app: it opens in the browser."""
    data = {
        "id": "/",
        "name": settings.SITE_NAME,
        "short_name": settings.SITE_NAME[:12],
        "description": "Medically reviewed information about immunotherapy, in plain language.",
        "lang": "en-GB",
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "browser",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [_icon(ICON, "any"), _icon(MASKABLE_ICON, "maskable")],
    }
    return JsonResponse(data, content_type="application/manifest+json")


def _icon(name: str, purpose: str) -> dict[str, str]:
    return {"src": static(name), "sizes": "any", "type": "image/svg+xml", "purpose": purpose}


def favicon(request: HttpRequest) -> HttpResponse:
    """For those that ask without having read the page."""
    return HttpResponseRedirect(static(ICON))
