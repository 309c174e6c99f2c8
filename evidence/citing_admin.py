"""The admin of a kind of document that cites: its sources are saved in the same save."""

from typing import Any, ClassVar

from editorial.admin.base import StackedInline
from editorial.admin.documents import DocumentAdmin
from editorial.admin.inlines import DraftRows
from evidence.cited import attach_cited
from evidence.models import Citation


class Sources(DraftRows, StackedInline):
    """Sources listed by hand; those that the text cites come by themselves. Read-only while the
    document is; saved and refused together with its text."""

    model = Citation
    fields = ("reference", "kept")
    autocomplete_fields = ("reference",)
    verbose_name = "source"
    verbose_name_plural = "Sources"


class CitingAdmin(DocumentAdmin):
    inlines: ClassVar[Any] = (Sources,)

    def complete(self, document: Any) -> None:
        attach_cited(document)
