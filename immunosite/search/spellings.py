"""Other spellings of a word: pairs that editors keep, and the plurals in -sis and -ses."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connections

from immunosite.replica.routing import alias
from immunosite.search.models import SpellingPair


def other_spellings(keys: Iterable[str]) -> dict[str, list[str]]:
    """For each of these folded words or names that has any: its other spellings, folded. One query.

    A pair holds for the plural in -s as well: “tumors” are “tumours”.
    """
    singular = {key: key.removesuffix("s") for key in keys}
    wanted = {*singular, *singular.values()}
    others: dict[str, list[str]] = defaultdict(list)
    for word, other in _pairs(sorted(wanted)):
        others[word].append(other)
        others[other].append(word)
    found = {
        key: [*others.get(key, []), *others.get(one, []), *_in_sis(key)]
        for key, one in singular.items()
    }
    return {key: list(dict.fromkeys(each)) for key, each in found.items() if each}


def _pairs(words: list[str]) -> list[tuple[str, str]]:
    """By hand, because every search asks it, and to put the question would cost Django more time
    than to answer it costs the database."""
    if not words:
        return []
    these = f"({', '.join(['%s'] * len(words))})"
    with connections[alias()].cursor() as cursor:
        cursor.execute(
            f"SELECT word, other FROM {SpellingPair._meta.db_table}"  # noqa: S608 - no text of ours
            f" WHERE word IN {these} OR other IN {these} ORDER BY id",
            [*words, *words],
        )
        return list(cursor.fetchall())


def _in_sis(word: str) -> list[str]:
    """“diagnosis” and “diagnoses”, which no stemmer brings together."""
    if len(word) > 5 and word.endswith(("sis", "ses")):
        return [word[:-2] + ("es" if word.endswith("sis") else "is")]
    return []
