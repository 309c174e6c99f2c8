"""The writers' admin. Kinds of document register themselves in their own rooms."""

from editorial.admin import audit, pages, people, work_by_role

__all__ = ["audit", "pages", "people", "work_by_role"]
