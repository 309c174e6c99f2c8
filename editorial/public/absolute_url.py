"""Addresses as machines need them: with the site's name before the path."""

from django.conf import settings


def absolute_url(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
