"""About how many years of school a text asks for: approximate, and advice only."""

import math
from dataclasses import dataclass
from html import escape

from findings.syllables import syllables
from findings.text import Draft
from glossary.sentences import Sentences
from glossary.written import parted

SMOG_FROM = 30  # sentences; McLaughlin's formula is made for that many


@dataclass(frozen=True)
class Reading:
    """Counts of words, sentences, syllables, and words of three syllables or more."""

    sentences: int
    words: int
    syllables: int
    long_words: int

    @property
    def grade(self) -> float:
        """Flesch–Kincaid (Kincaid et al. 1975), in school years of the United States."""
        if not self.words:
            return 0.0
        per_sentence, per_word = self.words / self.sentences, self.syllables / self.words
        return max(0.0, 0.39 * per_sentence + 11.8 * per_word - 15.59)

    @property
    def smog(self) -> float | None:
        """McLaughlin 1969, in the same years; None of fewer than 30 sentences."""
        if self.sentences < SMOG_FROM:
            return None
        return 3.1291 + 1.043 * math.sqrt(self.long_words * 30 / self.sentences)

    def __str__(self) -> str:
        smog = "" if self.smog is None else f", SMOG {self.smog:.0f}"
        return f"grade {self.grade:.0f} (Flesch–Kincaid{smog})"


def reading_of(draft: Draft, *, without_terms: bool = False) -> Reading:
    """Without terms: their words are left out, for the reader is told what they mean."""
    lines = [each.words for _, _, each in draft.sentences]
    counted = [words for line in lines if (words := _words(line, draft, without_terms))]
    counts = [syllables(word) for words in counted for word in words]
    return Reading(len(counted), len(counts), sum(counts), sum(count > 2 for count in counts))


def _words(line: str, draft: Draft, without_terms: bool) -> list[str]:
    """Numbers and lone signs are read as one syllable at most, so they are no words here."""
    text = Sentences(parted(escape(line)))
    left_out: set[int] = set()
    if without_terms and draft.terms:
        for found in draft.terms.find(text):
            left_out.update(range(found.first, found.last + 1))
    words = enumerate(text.words)
    return [word for place, word in words if place not in left_out and word[:1].isalpha()]
