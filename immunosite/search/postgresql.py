"""The questions as PostgreSQL's text search and pg_trgm answer them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from immunosite.replica.routing import alias
from immunosite.search.engine import Engine
from immunosite.search.indexed_text import encoded
from immunosite.search.query import Alternative, Group, Phrase, Query

ENTRY = "JOIN search_searchentry entry ON entry.edition_id = text.entry_id"
ASKED = "to_tsquery('immunosite', %s)"
FOUND = f"search_searchtext text {ENTRY} WHERE text.document @@ {ASKED}"
# For D, C, B, A: body, summary, names, title.
RANK = f"ts_rank('{{{{0.01, 0.1, 0.4, 1.0}}}}', text.head, {ASKED})"
# The long vectors are read only of those with the best heads; of 20,000 it would take a second.
BEST = f"""
    WITH heads AS MATERIALIZED (
        SELECT entry.edition_id, {{first}} AS first, {RANK} AS head
        FROM {FOUND} AND {{live}}
        ORDER BY first, head DESC, entry.edition_id LIMIT 250)
    SELECT edition_id FROM heads JOIN search_searchtext text ON text.entry_id = edition_id
    ORDER BY first, heads.head DESC, ts_rank(text.document, {ASKED}) DESC, edition_id
    LIMIT %s OFFSET %s"""  # noqa: S608
HEADS = f"""
    SELECT entry.edition_id FROM search_searchtext text {ENTRY}
    WHERE text.head @@ {ASKED} AND {{live}}
    ORDER BY {{first}}, {RANK} DESC, entry.edition_id LIMIT %s"""  # noqa: S608
# For a common word the planner would read the whole table: it does not count what the long vectors
# cost to fetch, which is five times the search of the index. Both hold to the transaction's end.
PLAN = """
    SELECT set_config('enable_seqscan', 'off', true),
        set_config('max_parallel_workers_per_gather', '0', true)"""
SIMILAR = """
    SELECT word FROM search_searchword WHERE word %% %s ORDER BY word <-> %s, word LIMIT %s"""


class PostgreSQL(Engine):
    found = FOUND
    newest_first = "entry.edition_id DESC"
    best_sql = BEST
    heads_sql = HEADS

    @contextmanager
    def asking(self) -> Iterator[None]:
        with transaction.atomic(using=alias()):
            self._rows(PLAN, [])
            yield

    def expression(self, query: Query, weights: str = "") -> str:
        return " & ".join(_group(group, weights) for group in query.groups)

    def _best(self, expression: str, filters: list[object], page: list[int]) -> list[object]:
        return [expression, expression, *filters, expression, *page]

    def _heads(self, query: Query, filters: list[object], limit: int, titles: bool) -> list[object]:
        expression = self.expression(query, "AB" if titles else "")
        return [expression, *filters, expression, limit]

    def similar(self, word: str, limit: int) -> list[str]:
        return [found for (found,) in self._rows(SIMILAR, [word, word, limit])]


def _group(group: Group, weights: str) -> str:
    return f"({' | '.join(_alternative(option, weights) for option in group)})"


def _alternative(option: Alternative, weights: str) -> str:
    return f"({' & '.join(_phrase(phrase, weights) for phrase in option)})"


def _phrase(phrase: Phrase, weights: str) -> str:
    """Each word between quotes, with `*` where it may go on, and the weights it must have."""
    *before, last = map(encoded, phrase.words)
    marks = [weights] * len(before) + [f"{'*' if phrase.prefix else ''}{weights}"]
    expression = zip([*before, last], marks, strict=True)
    return " <-> ".join(f"'{word}':{mark}" if mark else f"'{word}'" for word, mark in expression)
