"""Where a sentence ends, in medical text: “Dr. Sample saw 3.5 in 100 (Hodi et al. 2010).” is one.

Word by word and never by one large pattern, so that no text, however hostile, takes long.
"""

import re
from dataclasses import dataclass
from functools import cached_property

# Never the end of a sentence: something always follows.
GO_ON = frozenset(
    (  # noqa: SIM905 - shorter to read
        "dr drs mr mrs ms prof st vs v cf e.g i.e eg ie ca approx fig figs eq ref refs no nos vol "
        "ed eds pp dept incl max min resp viz sec ch"
    ).split()
)
# They may end one; only a word that begins sentences tells.
MAY_END = frozenset(
    (  # noqa: SIM905 - shorter to read
        "al etc a.m p.m u.s u.k u.s.a e.u ph.d m.d b.sc m.sc r.n jr sr inc ltd co dept est wk yr "
        "yrs hr hrs mo mos sq i.v s.c i.m p.o b.i.d t.i.d q.d"
    ).split()
)
BEGINNERS = frozenset(
    (  # noqa: SIM905 - shorter to read
        "a about after all also although among an and any as ask at because before both but by "
        "call contact do doctors during each every few for from get give he her his how however "
        "i if in is it its keep many may more most my no not of on one only or other our patients "
        "people researchers she side so some studies such talk tell than that the their then there "
        "these they this those though to treatment two under until use we what when where which "
        "while who with without women men you your"
    ).split()
)
# After these words a single letter is a name and no initial: “vitamin D.”
LETTERED = frozenset(
    (  # noqa: SIM905 - shorter to read
        "vitamin hepatitis type group stage grade phase part class figure table appendix factor "
        "protein influenza arm cohort plan option"
    ).split()
)
MARKER = re.compile(r"\[\s?@[^\[\]]{1,300}\]")
CLOSERS = "\"'”’)]»"
OPENERS = "\"'“‘(«["
WORD = re.compile(r"[^\W_]+(?:['’.,/-][^\W_]+)*")


@dataclass(frozen=True)
class Sentence:
    """As it stands in the draft, with its markers; one line."""

    text: str

    @cached_property
    def words(self) -> str:
        """Without its markers."""
        return " ".join(MARKER.sub(" ", self.text).replace(" .", ".").split())

    @cached_property
    def lower(self) -> str:
        return self.words.lower().replace("’", "'")

    @cached_property
    def count(self) -> int:
        return len(WORD.findall(self.words))

    @property
    def is_cited(self) -> bool:
        return "[@" in self.text


def sentences_of(text: str) -> list[Sentence]:
    """Of one paragraph, heading, list item or cell."""
    whole = MARKER.sub(lambda marker: marker[0].replace(" ", ""), text)
    tokens = whole.split()
    found: list[Sentence] = []
    start = 0
    for place in range(len(tokens)):
        if place + 1 == len(tokens) or _ends(tokens, place, start):
            found.append(Sentence(" ".join(tokens[start : place + 1])))
            start = place + 1
    return found


def _ends(tokens: list[str], place: int, start: int) -> bool:
    """Whether a sentence ends with this token; a citation after a full stop belongs before it."""
    following = tokens[place + 1]
    if following.startswith("[@"):
        return False
    token = MARKER.sub("", tokens[place])
    # The full stop may stand before the citation, which is then a token of its own.
    before = place
    while not token and before > start:
        before -= 1
        token = MARKER.sub("", tokens[before])
    bare = token.rstrip(CLOSERS)
    if bare.endswith(("!", "?", "…")):
        return _begins(following)
    if not bare.endswith(".") or not any(map(str.isalnum, tokens[place])):
        return False
    return _begins(following) and not _goes_on(bare, tokens, before, following, start)


def _begins(token: str) -> bool:
    """A capital, a digit, or a word such as mRNA that has its capitals within."""
    bare = token.lstrip(OPENERS)
    return not bare[:1].islower() or any(char.isupper() for char in bare)


def _goes_on(bare: str, tokens: list[str], place: int, following: str, start: int) -> bool:
    """Whether this full stop is that of an abbreviation, an initial or the number of an item."""
    word = bare.rstrip(".").lstrip(OPENERS).lower()
    if word in GO_ON:
        # “No. 5” is a number; “The answer is no. Ask” ends.
        return (
            word not in ("no", "ed", "max", "min", "st", "ch")
            or following[:1].isdigit()
            or (word == "st" and following[:1].isupper())
        )
    starts = following.lstrip(OPENERS).rstrip(",;:").lower() in BEGINNERS
    if word in MAY_END:
        return not starts
    if place == start and (word.isdecimal() or len(word) == 1):
        return True
    if len(word) == 1 and word.isalpha():
        named = place > 0 and tokens[place - 1].lower() in LETTERED
        return not (starts or named)
    return False
