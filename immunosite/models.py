"""Where Django looks for this room's tables; they stand with the code that uses them."""

from immunosite.letters.models import Letter
from immunosite.search.tables import SearchEntry, SearchName, SearchText, SearchWord, SpellingPair

__all__ = ["Letter", "SearchEntry", "SearchName", "SearchText", "SearchWord", "SpellingPair"]
