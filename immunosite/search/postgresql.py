"""The questions as PostgreSQL's text search and pg_trgm answer them."""

from typing import Any

from immunosite.search.engine import Engine
from immunosite.search.query import Alternative, Group, Phrase, Query

TABLES = (
    "immunosite_searchtext text JOIN immunosite_searchentry entry"
    " ON entry.edition_id = text.entry_id"
)
ASKED = "to_tsquery('immunosite', %s)"
MATCHES = f"text.document @@ {ASKED}"
# For D, C, B, A: body, summary, names, title.
WEIGHTS = "'{0.01, 0.1, 0.4, 1.0}'"
# The long vectors are read only of those with the best heads; of 20,000 it would take a second.
RANKED = 250


class PostgreSQL(Engine):
    tables = TABLES
    matches = MATCHES
    best_sql = f"""
        WITH heads AS MATERIALIZED (
            SELECT entry.edition_id, {{first}} AS first,
                ts_rank({WEIGHTS.replace("{", "{{").replace("}", "}}")}, text.head, {ASKED}) AS head
            FROM {TABLES} WHERE {MATCHES} AND {{conditions}}
            ORDER BY first, head DESC, entry.edition_id LIMIT {RANKED})
        SELECT edition_id FROM heads JOIN immunosite_searchtext text ON text.entry_id = edition_id
        ORDER BY first, heads.head DESC, ts_rank(text.document, {ASKED}) DESC, edition_id
        LIMIT %s OFFSET %s"""  # noqa: S608
    similar_sql = """
        SELECT word FROM immunosite_searchword WHERE word %% %s
        ORDER BY word <-> %s, word LIMIT %s"""

    def expression(self, query: Query, *, titles: bool = False) -> str:
        return " & ".join(_group(group, "AB" if titles else "") for group in query.groups)

    def _best(self, expression: str, filters: list[Any], page: list[int]) -> list[Any]:
        return [expression, expression, *filters, expression, *page]

    def similar(self, word: str, limit: int) -> list[str]:
        return [found for (found,) in self._rows(self.similar_sql, [word, word, limit])]


def _group(group: Group, weights: str) -> str:
    return f"({' | '.join(_alternative(option, weights) for option in group)})"


def _alternative(option: Alternative, weights: str) -> str:
    return f"({' & '.join(_phrase(phrase, weights) for phrase in option)})"


def _phrase(phrase: Phrase, weights: str) -> str:
    """Each word between quotes, with `*` where it may go on, and the weights it must have."""
    *before, last = phrase.words
    marks = [weights] * len(before) + [f"{'*' if phrase.prefix else ''}{weights}"]
    asked = zip([*before, last], marks, strict=True)
    return " <-> ".join(f"'{word}':{mark}" if mark else f"'{word}'" for word, mark in asked)
