"""The questions that search puts to the database, whichever it is. All ask for what is live."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from immunosite.search.query import Query

LIVE = (
    "entry.effective_from <= %s AND (entry.effective_until IS NULL OR entry.effective_until > %s)"
)


class Engine:
    """A dialect gives `tables` (with the alias `entry`), `matches`, `best_sql`, `similar_sql`."""

    tables: str
    matches: str
    best_sql: str
    similar_sql: str

    def expression(self, query: Query, *, titles: bool = False) -> str:
        """The query in the engine's own language; with `titles`, in titles and names only."""
        raise NotImplementedError

    def facets(self, query: Query) -> list[tuple[str, int]]:
        """How many live entries match, by what they are about."""
        sql = (
            f"SELECT entry.facets, count(*) FROM {self.tables}"  # noqa: S608
            f" WHERE {self.matches} AND {LIVE} GROUP BY entry.facets"
        )
        return self._rows(sql, [self.expression(query), *self._now()])

    def some(self, query: Query, limit: int) -> list[int]:
        """Ids of live editions that match, in no order: to know whether, or about how many."""
        sql = f"SELECT entry.edition_id FROM {self.tables} WHERE {self.matches} AND {LIVE} LIMIT %s"  # noqa: S608
        return [pk for (pk,) in self._rows(sql, [self.expression(query), *self._now(), limit])]

    def best(
        self,
        query: Query,
        *,
        marks: Sequence[str] = (),
        titles: bool = False,
        limit: int = 10,
        offset: int = 0,
    ) -> list[int]:
        """Ids of live editions that bear all the marks, best first."""
        conditions = " AND ".join([LIVE, *["entry.facets LIKE %s"] * len(marks)])
        exact = ", ".join(str(int(pk)) for pk in query.exact)
        sql = self.best_sql.format(
            conditions=conditions, first=f"entry.edition_id NOT IN ({exact})" if exact else "1 = 1"
        )
        filters = [*self._now(), *(f"% {mark} %" for mark in marks)]
        expression = self.expression(query, titles=titles)
        return [pk for (pk,) in self._rows(sql, self._best(expression, filters, [limit, offset]))]

    def _best(self, expression: str, filters: list[Any], page: list[int]) -> list[Any]:
        """The parameters of `best_sql`, in its order."""
        return [expression, *filters, *page]

    def similar(self, word: str, limit: int) -> list[str]:
        """Words spelt like it, whether live or not: whoever asks must look."""
        raise NotImplementedError

    def _now(self) -> list[Any]:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        return [now, now]

    def _rows(self, sql: str, parameters: list[Any]) -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return list(cursor.fetchall())
