"""GlossaryEntry: a term with a definition for patients and, where useful, for professionals."""

from typing import ClassVar

import reversion
from django.core.validators import RegexValidator
from django.db import models

from editorial.findings import Finding, missing
from editorial.text.bounded_text import BoundedTextField
from editorial.text.characters import lines
from editorial.text.rich_text import RichTextField
from evidence.cited import Cites


class GlossaryEntry(Cites):
    """The document's title is the term, its summary the meaning in one sentence."""

    rich_fields: ClassVar[tuple[str, ...]] = ("patient_definition", "professional_definition")

    pronunciation = models.CharField(max_length=120, blank=True, default="")
    synonyms = BoundedTextField(
        max_length=1000, blank=True, default="", help_text="Other names, one a line."
    )
    abbreviations = BoundedTextField(
        max_length=300, blank=True, default="", help_text="Short forms, one a line."
    )
    patient_definition = RichTextField(blank=True, default="")
    professional_definition = RichTextField(blank=True, default="", help_text="Optional.")
    ncit_code = models.CharField(
        "NCIt code", max_length=12, blank=True, default="",
        validators=[RegexValidator(r"^C\d{1,9}$", "An NCIt code is C and digits, e.g. C308.")],
    )  # fmt: skip
    mesh_code = models.CharField(
        "MeSH code", max_length=12, blank=True, default="",
        validators=[RegexValidator(r"^[CD]\d{6,9}$", "A MeSH code is D and digits, e.g. D007167.")],
    )  # fmt: skip

    class Meta(Cites.Meta):
        verbose_name = "glossary entry"
        verbose_name_plural = "glossary entries"

    def content(self) -> dict[str, object]:
        return self.cited_content(
            {
                "pronunciation": self.pronunciation,
                "synonyms": lines(self.synonyms),
                "abbreviations": lines(self.abbreviations),
                "ncit_code": self.ncit_code,
                "mesh_code": self.mesh_code,
            }
        )

    def findings(self) -> list[Finding]:
        needed = missing(self, "patient_definition")
        return [*super().findings(), *needed, *self.citation_findings()]


reversion.register(GlossaryEntry, follow=("document_ptr", "citations"))
