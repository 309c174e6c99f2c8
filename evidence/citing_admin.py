"""The admin of a kind of document that cites: its sources are saved in the same save."""

from typing import TYPE_CHECKING, ClassVar

from editorial.admin.documents import DocumentAdmin
from editorial.admin.inlines import DraftRows
from editorial.models import Document
from evidence.cited import attach_cited
from evidence.models import Citation

if TYPE_CHECKING:
    from editorial.admin.documents import Inline


class Sources(DraftRows[Citation]):
    """Sources listed by hand; those that the text cites come by themselves. Read-only while the
    document is; saved and refused together with its text."""

    model = Citation
    fields = ("reference", "kept")
    autocomplete_fields = ("reference",)
    verbose_name = "source"
    verbose_name_plural = "Sources"


class CitingAdmin(DocumentAdmin):
    inlines: "ClassVar[tuple[Inline, ...]]" = (Sources,)

    def complete(self, document: Document) -> None:
        attach_cited(document)
