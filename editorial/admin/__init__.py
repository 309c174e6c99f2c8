"""The writers' admin. Kinds of document register themselves in their own rooms."""

from editorial.admin import all_documents, audit, people, work_by_role

__all__ = ["all_documents", "audit", "people", "work_by_role"]
