"""The site's addresses, and three that fail on purpose: error pages are pages too."""

from typing import NoReturn

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest
from django.urls import path

from immunosite.urls import urlpatterns as the_site


def bad_request(request: HttpRequest) -> NoReturn:
    raise SuspiciousOperation("For the audit.")


def refused(request: HttpRequest) -> NoReturn:
    raise PermissionDenied("For the audit.")


def broken(request: HttpRequest) -> NoReturn:
    raise RuntimeError("For the audit.")


FAULTS = {400: bad_request, 403: refused, 500: broken}
urlpatterns = [path(f"faults/{status}/", view) for status, view in FAULTS.items()] + the_site
