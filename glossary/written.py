"""Forms of terms and words of a text, as they are compared.

What counts as the same:

- upper and lower case, but not in abbreviations, nor in a single word that has a capital after its
  first letter: CAR is a receptor, a car is not; SLIT, TIL and AIDS likewise.
- apostrophes, and a possessive with its word: Crohn’s disease, Crohn's disease, Crohn disease.
- a space, a hyphen or a dash between two words: antibody–drug conjugate, T cell, T-cell.
- all that `editorial.text.fold` takes for the same: naïve and naive, IL-2 and IL2, β and beta. Of
  an abbreviation, all of that but the case.
- the plain English plural of a form's last word. A singular is never guessed from a plural: hives
  are not a hive.
"""

import re
from functools import lru_cache
from html import unescape

from editorial.text.fold import GREEK, GREEK_NAMES, LETTER_DIGIT, fold

# With the marks that combine with letters and the invisible ones that stand within words.
LETTER = r"[\w\u0300-\u036f\u00ad\u200b-\u200d\u2060]"
APOSTROPHE = r"(?:['’ʼ]|&#x27;|&#39;)"
# Not the name of an entity (&nbsp;); and 15q11.2 or example.org is one word, not two.
WORD = re.compile(rf"(?<![\w&#])({LETTER}+(?:(?:[.@]|{APOSTROPHE}){LETTER}+)*)")
# The same for a text without other letters, in three quarters of the time.
ASCII_WORD = re.compile(r"(?<![\w&#])(\w+(?:(?:[.@']|&#x27;|&#39;)\w+)*)", re.ASCII)
WORDLIKE = re.compile(LETTER)
HYPHENS = ("-", "‐", "‑", "‒", "–", "−")
LONGEST_FORM = 120  # characters; what is longer is a sentence


def parted(html: str) -> list[str]:
    """Escaped text as gap, word, gap, …, gap; together they are the text."""
    return (ASCII_WORD if html.isascii() else WORD).split(html)


def without_possessive(word: str) -> str:
    """The word without a possessive, its apostrophes straight."""
    word = re.sub("[’ʼ]", "'", unescape(word))
    return word[:-2] if word.endswith(("'s", "'S")) else word


@lru_cache(maxsize=16_384)
def any_case_form(word: str) -> str:
    return word.lower() if word.isascii() and word.isalpha() else fold(word)


@lru_cache(maxsize=16_384)
def exact_form(word: str) -> str:
    """In its own case: PD1 as PD 1, TNFα as TNF alpha."""
    return " ".join(LETTER_DIGIT.sub(" ", GREEK.sub(_named, word)).split())


def _named(greek: re.Match[str]) -> str:
    if len(greek[0]) > 2:  # a word, as in `fold`
        return greek[0]
    return "".join(f" {GREEK_NAMES.get(letter, letter)} " for letter in greek[0])


@lru_cache(maxsize=1024)
def joint(gap: str) -> str:
    """What stands between two words, so that a space and a hyphen are the same."""
    text = unescape(gap)
    if text.isspace() or text in HYPHENS:
        return " "
    # A mark that no word holds keeps “cell.death” and “cell. Death” apart from any one word.
    return "\0" + "".join(text.split())


def plural(word: str, exact: bool) -> str:
    """The plural, where adding it is safe; otherwise nothing."""
    if exact:
        return word + "s" if word[-1:].isupper() else ""
    if len(word) < 4 or not word.isalpha():
        return ""
    if word.endswith("sis"):
        return word[:-2] + "es"
    if word.endswith(("ss", "us", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2] not in "aeiou":
        return word[:-1] + "ies"
    return "" if word.endswith("s") else word + "s"


def is_usable(form: str, parts: list[str]) -> bool:
    """At least two characters, one of them a letter, beginning with a word."""
    begins = len(parts) > 1 and not parts[0]
    named = 2 <= len(form.strip()) <= LONGEST_FORM and any(map(str.isalpha, form))
    return begins and named


def keeps_its_case(form: str) -> bool:
    one_word = not any(map(str.isspace, form.strip()))
    return one_word and any(map(str.isupper, form.strip()[1:]))


def openings(words: list[str]) -> list[list[str]]:
    """Anti-PD-1 at the start of a sentence is anti-PD-1 within it."""
    opening, *rest = words
    if rest and opening[1:].islower():
        return [
            [opening[0].upper() + opening[1:], *rest],
            [opening[0].lower() + opening[1:], *rest],
        ]
    return [words]
