"""Where Django looks for this room's part of the writers' admin."""

from immunosite.letters.admin import LetterAdmin
from immunosite.search.admin import SpellingPairAdmin

__all__ = ["LetterAdmin", "SpellingPairAdmin"]
