"""The site as a whole."""

from django.conf import settings

from immunosite.structured_data.node import Node, address, node

LANGUAGE = "en-GB"  # as on <html>


def website() -> Node:
    return node("WebSite", name=settings.SITE_NAME, url=address("/"), inLanguage=LANGUAGE)
