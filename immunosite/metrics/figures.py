"""What is counted. The library adds up the processes; each figure's own text says what it is."""

import time
from collections.abc import Callable
from typing import TypeVar

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from prometheus_client import Counter, Histogram

Result = TypeVar("Result")
# Seconds: a stored page takes a tenth of the first, a whole import the last.
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

requests = Counter("immunosite_requests", "Answers, by view and status.", ["view", "status"])
durations = Histogram(
    "immunosite_request_duration_seconds",
    "From the request to the first byte of its answer.",
    ["view"],
    buckets=BUCKETS,
)
page_store = Counter(
    "immunosite_page_store",
    "Requests for pages that may be stored: answered in front of Django (front), from the store"
    " (hit), or rendered (miss).",
    ["result"],
)
queries = Counter("immunosite_database_queries", "Queries, by database.", ["database"])
query_time = Counter(
    "immunosite_database_seconds", "Time that was waited for the database.", ["database"]
)


def time_queries() -> None:
    """From now on, of each connection that this process opens."""
    connection_created.connect(_time_connection, dispatch_uid="immunosite.metrics")


def _time_connection(connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    if _timed not in connection.execute_wrappers:
        connection.execute_wrappers.append(_timed)


def _timed(
    execute: Callable[..., Result],
    sql: str,
    parameters: object,
    many: bool,
    context: dict[str, BaseDatabaseWrapper],
) -> Result:
    begun = time.perf_counter()
    try:
        return execute(sql, parameters, many, context)
    finally:
        alias = context["connection"].alias
        query_time.labels(alias).inc(time.perf_counter() - begun)
        queries.labels(alias).inc()
