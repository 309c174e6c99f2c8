import os
import time
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

SLOW_FOLDER = Path(os.environ["SLOW_FOLDER"])
CHECK_EVERY = 0.02  # seconds


def slow(request: HttpRequest) -> HttpResponse:
    """Begun, and not done before somebody says so."""
    (SLOW_FOLDER / "begun").touch()
    while not (SLOW_FOLDER / "go-on").exists():
        time.sleep(CHECK_EVERY)
    return HttpResponse("done")


def breaks(request: HttpRequest) -> HttpResponse:
    raise ValueError(f"Asked for {request.get_full_path()}")


urlpatterns = [
    path("slow", slow),
    path("breaks/", breaks),
    path("robots.txt", lambda request: HttpResponse("")),
    path("", include("immunosite.health")),
]


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("missing", status=404)


def handler500(request: HttpRequest) -> HttpResponse:
    return HttpResponse("broken", status=500)
