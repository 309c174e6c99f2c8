"""Syllables of English words: by rule, and where the rule is wrong, from a table.

The table is made from the Carnegie Mellon Pronouncing Dictionary (2-clause BSD, the licence is
findings/data/LICENSE.cmudict): those of its words of which the rule counts another number than
every pronunciation in it, each with the number of the first.
"""

import re
from functools import cache, lru_cache
from pathlib import Path

TABLE = Path(__file__).parent / "data" / "syllables.txt"
VOWELS = re.compile(r"[aeiouy]+")
# One syllable fewer: an e that is not heard, at the end or before an ending.
SILENT = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?<![aeiouy])(?<![^aeiouylr]l)e\Z",
        r"[^aeiouytd]ed\Z",
        r"(?:[^aeiouycsxzgh]|[^sc]h)(?<![^aeiouylr]l)es\Z",
        r"[^aeiouy]e(?:ly|ments?|ness|less|ful|fully|some|wise|like|work|ware|where|land|line|"
        r"times?)\Z",
    )
)
# One more: vowels that stand together and are heard apart.
APART = tuple(
    re.compile(pattern)
    for pattern in (
        r"[^cgstx]ia(?!g)", r"(?<![tscgx])io(?=[cdgklmprstvz])", r"eo(?=[clpstv])",
        r"(?<![gq])ua(?=[bclnst])", r"[aeo]ism", r"[aeiouy]ing\Z", r"ieu", r"ium", r"dia[^l]",
        r"creat", r"uous", r"[ct]iat", r"iet[yis]", r"thm|sm\Z", r"(?<![cgtx])ious\Z",
    )
)  # fmt: skip


def by_rule(word: str) -> int:
    """At least one; of a word in small letters."""
    count = len(VOWELS.findall(word))
    count -= sum(1 for pattern in SILENT if pattern.search(word))
    count += sum(1 for pattern in APART if pattern.search(word))
    return max(count, 1)


@cache
def exceptions() -> dict[str, int]:
    lines = (line.split() for line in TABLE.read_text(encoding="ascii").splitlines())
    return {word: int(count) for count, *words in lines for word in words}


@lru_cache(maxsize=16_384)
def syllables(word: str) -> int:
    """Of one word, in capitals or not. A plural or possessive counts as its word where only that
    is in the table."""
    word = re.sub(r"['’]s?\Z", "", word.lower())[:60]
    known = exceptions()
    if word in known:
        return known[word]
    if re.search(r"[^scgx]e?s\Z", word):
        return known.get(word[:-1], by_rule(word))
    return by_rule(word)
