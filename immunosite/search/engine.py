"""The questions that search puts to the database, whichever it is. All ask for what is live."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import connection, connections
from django.utils import timezone

from immunosite.replica.routing import alias
from immunosite.search.query import Query

LIVE = (
    "entry.effective_from <= %s AND (entry.effective_until IS NULL OR entry.effective_until > %s)"
)


class Engine(ABC):
    """A dialect gives the SQL, in which `entry` is the search entry. `found` has one place for the
    query, as the database says it; `best_sql` and `heads_sql` are put in order by `first`.
    """

    found: str
    newest_first: str
    best_sql: str
    heads_sql: str

    def asking(self) -> AbstractContextManager[None]:
        """Around the questions of one search."""
        return nullcontext()

    def facets(self, query: Query) -> list[tuple[str, int]]:
        """How many live entries match, by what they are about."""
        sql = f"SELECT entry.facets, count(*) FROM {self.found} AND {LIVE} GROUP BY entry.facets"  # noqa: S608
        return self._rows(sql, [self.expression(query), *self._now()])

    def some(self, query: Query, limit: int) -> list[int]:
        """Ids of live editions that match, in no order: to know whether, or about how many."""
        sql = f"SELECT entry.edition_id FROM {self.found} AND {LIVE} LIMIT %s"  # noqa: S608
        return self._ids(sql, [self.expression(query), *self._now(), limit])

    def newest(self, query: Query, *, excluding: str, limit: int) -> tuple[str, list[object]]:
        """SQL and parameters for the ids of the newest live editions that match and are of any
        other kind, to be part of another question."""
        sql = f"""
            SELECT entry.edition_id FROM {self.found} AND {LIVE} AND entry.facets NOT LIKE %s
            ORDER BY {self.newest_first} LIMIT %s"""  # noqa: S608
        return sql, [self.expression(query), *self._now(), f" {excluding} %", limit]

    def best(
        self, query: Query, *, tags: Sequence[str] = (), limit: int, offset: int = 0
    ) -> list[int]:
        """Ids of live editions that bear all the tags, best first."""
        filters = [*self._now(), *(f"% {tag} %" for tag in tags)]
        sql = self._ordered(self.best_sql, query, tags)
        return self._ids(sql, self._best(self.expression(query), filters, [limit, offset]))

    def best_heads(
        self, query: Query, *, tags: Sequence[str] = (), limit: int, titles: bool = False
    ) -> list[int]:
        """The same by titles, names and summaries alone; with `titles`, without summaries."""
        filters = [*self._now(), *(f"% {tag} %" for tag in tags)]
        sql = self._ordered(self.heads_sql, query, tags)
        return self._ids(sql, self._heads(query, filters, limit, titles))

    @abstractmethod
    def similar(self, word: str, limit: int) -> list[str]:
        """Words spelt like it, whether live or not: whoever asks must look."""

    @abstractmethod
    def expression(self, query: Query) -> str:
        """The query in the database's own language."""

    @abstractmethod
    def _best(self, expression: str, filters: list[object], page: list[int]) -> list[object]:
        """The parameters of `best_sql`, in its order."""

    @abstractmethod
    def _heads(self, query: Query, filters: list[object], limit: int, titles: bool) -> list[object]:
        """The parameters of `heads_sql`, in its order."""

    def _ordered(self, sql: str, query: Query, tags: Sequence[str]) -> str:
        exact = ", ".join(str(int(pk)) for pk in query.exact)
        return sql.format(
            live=" AND ".join([LIVE, *["entry.facets LIKE %s"] * len(tags)]),
            first=f"entry.edition_id NOT IN ({exact})" if exact else "1 = 1",
        )

    def _now(self) -> list[object]:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        return [now, now]

    def _ids(self, sql: str, parameters: list[object]) -> list[int]:
        return [pk for (pk,) in self._rows(sql, parameters)]

    def _rows(self, sql: str, parameters: list[Any]) -> list[Any]:
        with connections[alias()].cursor() as cursor:
            cursor.execute(sql, parameters)
            return list(cursor.fetchall())
