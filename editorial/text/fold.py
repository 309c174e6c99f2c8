"""One reading of words: from a text to words that can be compared, whoever typed them and how.

Search (index and question alike), the glossary's links, the alphabet, addresses and duplicate
checks compare by it; what is shown is never changed. A folded text holds small letters, digits
and single spaces, and folding it again changes nothing.

    case, accents, ligatures    “Łódź” lodz, “naïve” naive, “ﬁbrosis” fibrosis, “İ” i, “ß” ss
    width and compatibility     “ＣＡＲ” car, “２” 2, “½” 1 2, “10⁹” 10 9, “CO₂” co 2
    what cannot be seen         soft hyphens and zero-width characters are taken out of the word
    hyphens and dashes          every one parts two words: “anti–PD-L1” anti pd l 1
    letters and digits          are words of their own, so that IL2, IL-2 and IL 2 are one
    Greek in Latin text         one or two letters read as their names: “IFN-β” ifn beta, “γδ” gamma
                                delta; a Greek word stays one, and “µg” is ug
    apostrophes                 none within a word: “Crohn’s” and “Crohns” are one
    Arabic, Hebrew              without vowel marks, hamza and tatweel
    scripts without spaces      each character is a word, so that a part of a sentence is found

After Unicode's own rules (UAX #15 NFKD, UTS #10 for what is a mark, `str.casefold`).
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

# Where Unicode keeps its marks and invisible characters; the rest is letters of East Asia.
HAVE_MARKS = (range(0x80, 0x3400), range(0xA000, 0x20000), range(0xE0000, 0xE0200))


def _class_of(*categories: str) -> str:
    """All characters of these general categories, for a regular expression's brackets."""
    codes = (code for block in HAVE_MARKS for code in block)
    return "".join(chr(code) for code in codes if unicodedata.category(chr(code)) in categories)


MARKS = _class_of("Mn", "Mc", "Me")
UNSEEN = _class_of("Cf") + "\u00ad\u0640\u115f\u1160\u3164\uffa0"
APOSTROPHES = "'’‘ʼʹ`´′＇"
APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
# Letters that Unicode does not take apart, by the letters that people type for them.
UNDIVIDED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ı": "i",
     "ŋ": "n", "ŧ": "t", "ĸ": "k", "ƒ": "f", "ə": "e", "∆": "δ", "∑": "σ", "ى": "ي", "ة": "ه",
     "ٱ": "ا", "ς": "σ"}
)  # fmt: skip
# Accents of Latin, Greek and Cyrillic, Hebrew points, Arabic vowels and hamza. In other scripts a
# mark is a letter.
ACCENTS = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
    "\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\U000e0100-\U000e01ef]"
)
NO_SPACES = (
    "\u0e00-\u0eff\u0f00-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
)
GREEK_LETTERS = """
    αalpha βbeta γgamma δdelta εepsilon ζzeta ηeta θtheta ιiota κkappa λlambda μmu νnu ξxi οomicron
    πpi ρrho σsigma τtau υupsilon φphi χchi ψpsi ωomega
"""
GREEK_NAMES = {pair[0]: pair[1:] for pair in GREEK_LETTERS.split()}

WORD = rf"[^\W_{APOSTROPHES}]|[{MARKS}{UNSEEN}∆∑]"
RUN = re.compile(rf"(?:{WORD})+(?:[{APOSTROPHES}](?:{WORD})+)*")
# What RUN finds in ASCII, 25 times as fast; most words are of it alone.
ASCII_RUN = re.compile(r"[A-Za-z0-9]+(?:['`][A-Za-z0-9]+)*")
ASCII_WORD = re.compile(r"[A-Za-z]+(?:['`][A-Za-z]+)*|[0-9]+")
# Micrograms, -litres, -metres and -moles, in the letter that keyboards have.
MICRO = re.compile(r"[µμ](?=(?:g|l|m|mol)\b)", re.IGNORECASE)
GREEK = re.compile(r"[\u0370-\u03ff]+")
LETTER_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
ALONE = re.compile(rf"([{NO_SPACES}](?:[{MARKS}])*)")
OTHER = re.compile(rf"(?:[^\w{MARKS}]|_)+")


class Word(NamedTuple):
    """A folded word, and from where to where it stands in the text (characters)."""

    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """The text as comparable words with one space between two of them."""
    return " ".join(filter(None, map(_folded, _runs(text))))


def _runs(text: str) -> list[str]:
    """No run holds a blank."""
    if text.isascii():
        return ASCII_RUN.findall(text)
    return [
        run for part in text.split() for run in (ASCII_RUN if part.isascii() else RUN).findall(part)
    ]


def words(text: str) -> list[str]:
    return fold(text).split()


def placed(text: str) -> Iterator[Word]:
    """The words of `fold(text)`, each with its place. Where one written word makes several folded
    ones in letters of their own (“TNFα”), each has the place of the whole."""
    for run in RUN.finditer(text):
        if run[0].isascii():
            for word in ASCII_WORD.finditer(run[0]):
                at = run.start()
                yield Word(_folded(word[0]), at + word.start(), at + word.end())
        else:
            yield from (Word(word, *run.span()) for word in _folded(run[0]).split())


def spelled(text: str) -> str:
    """As `fold`, but letters and figures of one word stay together: il2, cd4."""
    return " ".join(word for run in _runs(text) if (word := _read(run)))


@lru_cache(maxsize=65_536)  # a site says most of its words again and again
def _folded(run: str) -> str:
    return " ".join(LETTER_DIGIT.sub(" ", _read(run)).split())


def _read(run: str) -> str:
    text = APOSTROPHE.sub("", run)
    text = text.lower() if text.isascii() else _spelled(MICRO.sub("u", text))
    return " ".join(text.split())


def _spelled(run: str) -> str:
    """The run in small letters that any keyboard has, as far as its script allows."""
    text = unicodedata.normalize("NFKD", "".join(map(_compatible, run))).casefold()
    text = ACCENTS.sub("", unicodedata.normalize("NFKD", text).translate(UNDIVIDED))
    text = unicodedata.normalize("NFC", re.sub(f"[{UNSEEN}]", "", text))
    text = GREEK.sub(_named, text)
    return ALONE.sub(r" \1 ", OTHER.sub(" ", "".join(map(_digit, text))))


def _compatible(char: str) -> str:
    """A raised figure, a fraction or a figure in a circle is no part of the number before it."""
    kind = unicodedata.decomposition(char).partition(" ")[0]
    apart = kind in ("<super>", "<fraction>", "<circle>", "<compat>") and char.isnumeric()
    return f" {unicodedata.normalize('NFKD', char)} " if apart else char


def _named(greek: re.Match[str]) -> str:
    if len(greek[0]) > 2:
        return greek[0]
    return "".join(f" {GREEK_NAMES.get(letter, letter)} " for letter in greek[0])


def _digit(char: str) -> str:
    return char if char.isascii() or not char.isdecimal() else str(unicodedata.decimal(char))
