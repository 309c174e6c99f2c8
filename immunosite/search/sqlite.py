"""The questions as SQLite's FTS5 answers them."""

from immunosite.search.engine import Engine
from immunosite.search.indexed_text import encoded
from immunosite.search.query import Alternative, Group, Phrase, Query

FOUND = (
    "search_fulltext JOIN search_searchentry entry"
    " ON entry.edition_id = search_fulltext.rowid WHERE search_fulltext MATCH %s"
)
# Title, names, summary, body. bm25 soon has enough of a word: only weights far apart put one word
# in a title before many in a text.
RANK = "bm25(search_fulltext, 1000, 300, 100, 1)"
BEST = f"""
    SELECT entry.edition_id FROM {FOUND} AND {{live}}
    ORDER BY {{first}}, {RANK}, entry.edition_id LIMIT %s"""  # noqa: S608
# Between marks, so that the first and last letters count, too; rare trigrams count for more.
SIMILAR = """
    SELECT word.word FROM search_spelling JOIN search_searchword word
        ON word.id = search_spelling.rowid
    WHERE search_spelling MATCH %s ORDER BY bm25(search_spelling), word.word LIMIT %s"""


class SQLite(Engine):
    found = FOUND
    newest_first = "search_fulltext.rowid DESC"  # as FTS5 can read them
    best_sql = f"{BEST} OFFSET %s"
    heads_sql = BEST

    def expression(self, query: Query) -> str:
        return " AND ".join(map(_group, query.groups))

    def _best(self, expression: str, filters: list[object], page: list[int]) -> list[object]:
        return [expression, *filters, *page]

    def _heads(self, query: Query, filters: list[object], limit: int, titles: bool) -> list[object]:
        columns = "{title names}" if titles else "{title names summary}"
        return [f"{columns} : ({self.expression(query)})", *filters, limit]

    def similar(self, word: str, limit: int) -> list[str]:
        marked = f"^^{word}$"
        trigrams = {marked[i : i + 3] for i in range(len(marked) - 2)}
        expression = " OR ".join(f'"{trigram}"' for trigram in sorted(trigrams))
        return [found for (found,) in self._rows(SIMILAR, [expression, limit])]


def _group(group: Group) -> str:
    return f"({' OR '.join(map(_alternative, group))})"


def _alternative(option: Alternative) -> str:
    return f"({' AND '.join(map(_phrase, option))})"


def _phrase(phrase: Phrase) -> str:
    return f'"{" ".join(map(encoded, phrase.words))}"' + ("*" if phrase.prefix else "")
