"""The questions as SQLite's FTS5 answers them."""

from immunosite.search.engine import Engine
from immunosite.search.query import Alternative, Group, Phrase, Query

TABLES = (
    "immunosite_search JOIN immunosite_searchentry entry"
    " ON entry.edition_id = immunosite_search.rowid"
)
MATCHES = "immunosite_search MATCH %s"
# Title, names, summary, body. bm25 soon has enough of a word: only weights far apart put one word
# in a title before many in a text.
RANK = "bm25(immunosite_search, 1000, 300, 100, 1)"


class SQLite(Engine):
    tables = TABLES
    matches = MATCHES
    best_sql = f"""
        SELECT entry.edition_id FROM {TABLES} WHERE {MATCHES} AND {{conditions}}
        ORDER BY {{first}}, {RANK}, entry.edition_id LIMIT %s OFFSET %s"""  # noqa: S608
    similar_sql = """
        SELECT word.word FROM immunosite_spelling JOIN immunosite_searchword word
            ON word.id = immunosite_spelling.rowid
        WHERE immunosite_spelling MATCH %s ORDER BY bm25(immunosite_spelling), word.word LIMIT %s"""

    def expression(self, query: Query, *, titles: bool = False) -> str:
        whole = " AND ".join(map(_group, query.groups))
        return f"{{title names}} : ({whole})" if titles else whole

    def similar(self, word: str, limit: int) -> list[str]:
        """Those that share most trigrams with it, the rare ones counting for more."""
        marked = f"^^{word}$"
        trigrams = {marked[i : i + 3] for i in range(len(marked) - 2)}
        asked = " OR ".join(f'"{trigram}"' for trigram in sorted(trigrams))
        return [found for (found,) in self._rows(self.similar_sql, [asked, limit])]


def _group(group: Group) -> str:
    return f"({' OR '.join(map(_alternative, group))})"


def _alternative(option: Alternative) -> str:
    return f"({' AND '.join(map(_phrase, option))})"


def _phrase(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.words)}"' + ("*" if phrase.prefix else "")
