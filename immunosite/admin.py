"""Where Django looks for this room's part of the writers' admin."""

from immunosite.letters.admin import LetterAdmin

__all__ = ["LetterAdmin"]
