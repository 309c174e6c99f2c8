"""How long a page takes to read: an aid beside the signed words, computed from them alone."""

from collections.abc import Iterable

from editorial.text.plain_text import words_of

WORDS_A_MINUTE = 200


def minutes(texts: Iterable[str]) -> int:
    """Whole minutes for clean HTML or plain texts; never less than one.

    Adults read about 238 words of English a minute in silence (Brysbaert, J Mem Lang
    2019;109:104047). Who is worried and reads of illness is slower, so we reckon with 200.
    """
    words = sum(len(words_of(text).split()) for text in texts)
    return max(1, int(words / WORDS_A_MINUTE + 0.5))
