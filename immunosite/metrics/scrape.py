"""/metrics: all figures in Prometheus' own text, for whoever has the token."""

import secrets
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.db import Error, close_old_connections
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

from editorial.models import AuditEvent, Review
from immunosite import environment

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

PATH = "/metrics"


class Record(Collector):
    """What the database says at the moment; nothing but that it is down, where it is."""

    def collect(self) -> Iterator[Metric]:
        try:
            found = _asked()
        except Error:
            found = {}
        yield _gauge("database_up", "1 if the database answers.", bool(found))
        for name, (text, value) in found.items():
            yield _gauge(name, text, value)


def _asked() -> dict[str, tuple[str, float]]:
    """Outside a request, so this does for its connection what Django does around one."""
    close_old_connections()
    try:
        last = AuditEvent.objects.order_by("-sequence").values_list("time", flat=True).first()
        return {
            "open_reviews": ("Reviews that wait for a decision.", Review.objects.open().count()),
            "last_audit_event_timestamp_seconds": (
                "When the last act was put on record; 0 for never.",
                last.timestamp() if last else 0,
            ),
        }
    finally:
        close_old_connections()


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(f"immunosite_{name}", text, value)


def answer(
    token: str, environ: "WSGIEnvironment", start_response: "StartResponse"
) -> Iterable[bytes]:
    """404 for others: nobody needs to know that there is something."""
    given = environ.get("HTTP_AUTHORIZATION", "").encode("latin-1")
    is_reading = environ["REQUEST_METHOD"] in ("GET", "HEAD")
    if not is_reading or not secrets.compare_digest(given, f"Bearer {token}".encode()):
        return _say("404 Not Found", "text/plain; charset=utf-8", b"Not found.\n", start_response)
    body = generate_latest(_of_the_record()) + generate_latest(_counted())
    return _say("200 OK", CONTENT_TYPE_LATEST, body, start_response)


def _of_the_record() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(Record())
    return registry


def _counted() -> CollectorRegistry:
    """By all processes of this server; by this one, where they have no folder together."""
    if not environment.metrics_folder():
        return REGISTRY
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # of the library
    return registry


def _say(
    status: str, content_type: str, body: bytes, start_response: "StartResponse"
) -> Iterable[bytes]:
    length = str(len(body))
    start_response(
        status,
        [
            ("Content-Type", content_type),
            ("Content-Length", length),
            ("Cache-Control", "no-store"),
        ],
    )
    return [body]
