"""The addresses that machines read."""

from django.urls import path

from editorial.kinds import all_kinds
from immunosite.machines import discovery, sitemap
from immunosite.machines.feeds import EditionFeed, WithdrawalFeed

urlpatterns = [
    path("feeds/all.xml", EditionFeed("all"), name="feed-all"),
    *(
        path(f"feeds/{kind.path}.xml", EditionFeed(kind.path, kind), name=f"feed-{kind.path}")
        for kind in all_kinds()
    ),
    path("feeds/withdrawals.xml", WithdrawalFeed(), name="feed-withdrawals"),
    path("sitemap.xml", sitemap.index, name="sitemap"),
    path("sitemap-site.xml", sitemap.site_pages, name="sitemap-site"),
    *(
        path(
            f"sitemap-{kind.path}.xml",
            sitemap.section,
            {"kind": kind.name},
            name=f"sitemap-{kind.path}",
        )
        for kind in all_kinds()
    ),
    path("robots.txt", discovery.robots, name="robots"),
    path(".well-known/security.txt", discovery.security, name="security"),
    path("opensearch.xml", discovery.opensearch, name="opensearch"),
    path("manifest.webmanifest", discovery.manifest, name="manifest"),
    path("favicon.ico", discovery.favicon, name="favicon"),
]
