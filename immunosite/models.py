"""Where Django looks for this room's tables; they stand with the code that uses them."""

from immunosite.search.tables import SearchEntry, SearchName, SearchText, SearchWord

__all__ = ["SearchEntry", "SearchName", "SearchText", "SearchWord"]
