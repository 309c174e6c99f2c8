"""Which database is asked: the site's own, but for requests that `reading` lets through."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DEFAULT_DB_ALIAS, connections, models

PRIMARY, REPLICA = DEFAULT_DB_ALIAS, "replica"
_from_replica: ContextVar[bool] = ContextVar("from_replica", default=False)


class Router:
    """Django's."""

    def db_for_read(self, model: type[models.Model], **hints: object) -> str:
        return alias()

    def db_for_write(self, model: type[models.Model], **hints: object) -> str:
        return PRIMARY

    def allow_relation(self, one: models.Model, other: models.Model, **hints: object) -> bool:
        return True  # the same rows, in two places

    def allow_migrate(self, db: str, app_label: str, **hints: object) -> bool:
        return db == PRIMARY


def alias() -> str:
    """For questions that are put without Django's models, too: all of a page is of one database."""
    # What is read in order to write is read where it is written.
    from_replica = _from_replica.get() and not connections[PRIMARY].in_atomic_block
    return REPLICA if from_replica else PRIMARY


@contextmanager
def from_replica() -> Iterator[None]:
    token = _from_replica.set(True)
    try:
        yield
    finally:
        _from_replica.reset(token)
