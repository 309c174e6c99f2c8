import logging

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from editorial.people.client_address import network_of

log = logging.getLogger(__name__)


def echo(request: HttpRequest) -> HttpResponse:
    log.warning("Asked for %s", request.get_full_path())
    headers = {
        "X-Secure": str(request.is_secure()),
        "X-Network": network_of(request),
        "X-Host": request.get_host(),
    }
    return HttpResponse("heard", headers=headers)


urlpatterns = [
    path("echo/", echo),
    path("robots.txt", lambda request: HttpResponse("")),
    path("", include("immunosite.health")),
]


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("missing", status=404)
