"""The addresses that machines read."""

from django.urls import path

from immunosite.machines import discovery, sitemap
from immunosite.machines.feeds import EditionFeed, WithdrawalFeed
from immunosite.machines.sitemap import SECTIONS

urlpatterns = [
    path("feeds/all.xml", EditionFeed("all"), name="feed-all"),
    *(
        path(f"feeds/{name}.xml", EditionFeed(name, kind), name=f"feed-{name}")
        for name, kind in SECTIONS.items()
    ),
    path("feeds/withdrawals.xml", WithdrawalFeed(), name="feed-withdrawals"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-site.xml", sitemap.site_pages, name="sitemap-site"),
    *(
        path(f"sitemap-{name}.xml", sitemap.section, {"kind": kind}, name=f"sitemap-{name}")
        for name, kind in SECTIONS.items()
    ),
    path("robots.txt", discovery.robots, name="robots"),
    path(".well-known/security.txt", discovery.security, name="security"),
    path("opensearch.xml", discovery.opensearch, name="opensearch"),
    path("manifest.webmanifest", discovery.manifest, name="manifest"),
    path("favicon.ico", discovery.favicon, name="favicon"),
]
