"""For supervisors, containers and load balancers: is the process alive, and can it do its work?

Both say as little as they can, because anybody may ask: what is wrong stands in the log.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from functools import cache

from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from health_check.base import HealthCheck, HealthCheckResult
from health_check.checks import Database
from health_check.exceptions import ServiceUnavailable

from immunosite.start import stopping

TEXT = "text/plain; charset=utf-8"
# Not threads of the request: they would be waited for, however long a dead database keeps them.
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="readiness")


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """Asks nothing else: a site that waits for its database is not mended by another start."""
    return HttpResponse("alive\n", content_type=TEXT)


@cache
def _needed() -> set[tuple[str, str]]:
    """The last migration of each application, as this code has them."""
    return set(MigrationLoader(None).graph.leaf_nodes())


@dataclass
class Migrations(HealthCheck):
    """The database is the site's, and not older than the code."""

    def run(self) -> None:
        try:
            missing = _needed() - MigrationRecorder(connection).applied_migrations().keys()
        except Error as error:
            raise ServiceUnavailable(str(error)) from error
        finally:
            connection.close()  # of this thread, which no request ends
        if missing:
            raise ServiceUnavailable(f"{'.'.join(min(missing))} is missing: run manage.py migrate.")


CHECKS: tuple[type[HealthCheck], ...] = (Database, Migrations)


@require_safe
@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """503 with the names of what failed, and while the server stops. Each check has six seconds."""
    if stopping.is_stopping():
        return HttpResponse("stopping\n", content_type=TEXT, status=503)
    # In a thread of its own, whichever server this runs in: one that has a loop enters no second.
    with ThreadPoolExecutor(1) as own:
        results = own.submit(copy_context().run, asyncio.run, _results()).result()
    lines = (f"{type(it.check).__name__}: {'failed' if it.error else 'OK'}\n" for it in results)
    status = 503 if any(it.error for it in results) else 200
    return HttpResponse("".join(lines), content_type=TEXT, status=status)


async def _results() -> list[HealthCheckResult]:
    return await asyncio.gather(*(check().get_result(_threads) for check in CHECKS))


urlpatterns = [
    path("healthz", alive, name="healthz"),
    path("readyz", ready, name="readyz"),
]
