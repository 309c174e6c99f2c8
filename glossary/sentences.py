"""A text's words as they stand, and what their neighbours say of them."""

from glossary.written import HYPHENS, any_case_form, exact_form, without_possessive

# They leave the word after them its meaning; non- and un- do not.
PREFIXES = frozenset({"anti", "pre", "post"})
# Abbreviations that are ordinary words too. One word in capitals beside them is enough for a doubt.
ORDINARY = frozenset(
    (  # noqa: SIM905 - shorter to read
        "ALL AM AN AND ANY ARE ARM AS ASK AT BE BED BUT BY CAN CAR CAT DO EAT EYE FEW FOR GET "
        "GO HAD HAS HE HER HIM HIS HOW IF IN IS IT ITS LET MAN MAY ME MEN MY NEW NO NOT NOW OF "
        "OFF OLD ON ONE OR OUR OUT OWN PET SEE SET SHE SIT SO THE TO TOO TWO UP US USE WAS WE "
        "WHO WHY YES YET YOU"
    ).split()
)


class Sentences:
    """Of a text in parts (`written.parted`). The words as they are and as they are
    compared."""

    def __init__(self, parts: list[str]) -> None:
        self.parts = parts
        raw = parts[1::2]
        together = "".join(raw)
        if together.isascii() and together.isalpha():
            # Most sentences need no reading, and a page has hundreds.
            self.words = self.exact = raw
            self.any_case = " ".join(raw).lower().split(" ")
        else:
            self.words = [word if word.isalnum() else without_possessive(word) for word in raw]
            self.exact = [exact_form(word) for word in self.words]
            self.any_case = [any_case_form(word) for word in self.words]

    def is_bound(self, place: int) -> bool:
        """By a hyphen, to a word that is no harmless prefix."""
        if not self.parts[2 * place].endswith(HYPHENS):
            return False
        before = self.any_case[place - 1] if place else ""
        return self.parts[2 * place] not in HYPHENS or before not in PREFIXES

    def is_capital(self, place: int) -> bool:
        word = self.words[place]
        return len(word) > 1 and word.isalpha() and word.isupper()

    def capitals_around(self, place: int) -> range:
        """The words in capitals in a row, of one sentence, that this one stands in."""
        first = last = place
        while first and self.is_capital(first - 1) and not self._is_stop(first):
            first -= 1
        while (
            last + 1 < len(self.words) and self.is_capital(last + 1) and not self._is_stop(last + 1)
        ):
            last += 1
        return range(first, last + 1)

    def is_ordinary(self, place: int) -> bool:
        return self.words[place] in ORDINARY

    def _is_stop(self, place: int) -> bool:
        return any(mark in self.parts[2 * place] for mark in ".!?")
