"""The keys by which texts cite: proposed as author and year, `hodi-2010`, then `hodi-2010b`."""

from collections.abc import Iterable
from itertools import chain, count

from editorial.text.characters import lines
from editorial.text.slugs import slug_of
from evidence.authors import SUFFIX
from evidence.models import Reference
from evidence.title_markup import without_markup

LONGEST = 60
LETTERS = "bcdefghijklmnopqrstuvwxyz"


class Keys:
    """Proposes keys that neither the library nor a source before it has."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self.asked: set[str] = set()

    def propose(self, reference: Reference) -> str:
        base = stem_of(reference)
        if base not in self.asked:
            self.asked.add(base)
            self.taken.update(_taken(base))
        key = next(each for each in _numbered(base) if each not in self.taken)
        self.taken.add(key)
        return key


def stem_of(reference: Reference) -> str:
    """`van-der-meer-2015`; of a group or of no author at all, the first words."""
    people = lines(reference.authors) or lines(reference.editors)
    name = _surname(people[0]) if people else without_markup(reference.title)
    year = str(reference.year or "")
    stem = slug_of(" ".join(name.split()[:4]), LONGEST) or "source"
    return f"{stem}-{year}" if year else stem


def _surname(name: str) -> str:
    words = name.split()
    while len(words) > 1 and (SUFFIX.fullmatch(words[-1]) or _is_initials(words[-1])):
        words.pop()
    return " ".join(words)


def _is_initials(word: str) -> bool:
    return len(word) <= 4 and word.isupper() and word.isalpha()


def _taken(base: str) -> Iterable[str]:
    return Reference.objects.filter(key__startswith=base).values_list("key", flat=True)


def _numbered(base: str) -> Iterable[str]:
    # After a digit a letter is read as what it is; “source-b” would be a word of its own.
    own = (f"{base}{letter}" for letter in LETTERS) if base[-1].isdigit() else iter(())
    return chain([base], own, (f"{base}-{number}" for number in count(2)))
