"""Other spellings of a word: pairs that editors keep, and the plurals in -sis and -ses."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from immunosite.search.tables import SpellingPair


def other_spellings(keys: Iterable[str]) -> dict[str, list[str]]:
    """For each of these folded words or names that has any: its other spellings, folded. One query.

    A pair holds for the plural in -s as well: “tumors” are “tumours”.
    """
    singular = {key: key.removesuffix("s") for key in keys}
    wanted = {*singular, *singular.values()}
    pairs = SpellingPair.objects.filter(Q(word__in=wanted) | Q(other__in=wanted))
    others: dict[str, list[str]] = defaultdict(list)
    for word, other in pairs.order_by("pk").values_list("word", "other"):
        others[word].append(other)
        others[other].append(word)
    found = {
        key: [*others.get(key, []), *others.get(one, []), *_in_sis(key)]
        for key, one in singular.items()
    }
    return {key: list(dict.fromkeys(each)) for key, each in found.items() if each}


def _in_sis(word: str) -> list[str]:
    """“diagnosis” and “diagnoses”, which no stemmer brings together."""
    if len(word) > 5 and word.endswith(("sis", "ses")):
        return [word[:-2] + ("es" if word.endswith("sis") else "is")]
    return []
