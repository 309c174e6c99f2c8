"""The admin of a kind of document that cites: its sources are saved in the same save."""

from typing import Any, ClassVar

from editorial.admin.documents import DocumentAdmin
from editorial.admin.inlines import DraftRows
from evidence.admin import CitationInline
from evidence.cited import attach_cited


class Sources(DraftRows, CitationInline):
    """Read-only while the document is; saved and refused together with its text."""

    verbose_name = "source"


class CitingAdmin(DocumentAdmin):
    inlines: ClassVar[Any] = (Sources,)

    def complete(self, document: Any) -> None:
        attach_cited(document)
