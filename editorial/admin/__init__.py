"""The writers' admin. Kinds of document register themselves in their own rooms."""

from editorial.admin import audit, pages, people

__all__ = ["audit", "pages", "people"]
