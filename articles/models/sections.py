"""Sections: the fixed parts of therapy and condition pages."""

from typing import Any, ClassVar

from django.db import models

from editorial.findings import Finding, missing
from editorial.text.rich_text import RichTextField
from evidence.cited import Cites


def section(heading: str, help_text: str = "") -> RichTextField:
    return RichTextField(heading, blank=True, default="", help_text=help_text)


class KeyPoints(models.Model):
    """Adds the list of key points that stands under a page's summary."""

    key_points = models.TextField(
        max_length=2000, blank=True, default="", help_text="Three to five short points, one a line."
    )

    class Meta:
        abstract = True


class Sectioned(Cites):
    """For a kind whose rich fields are the sections of its page, in that order."""

    rich_fields: ClassVar[tuple[str, ...]]

    def sections_of(self: Any, content: dict[str, Any]) -> dict[str, Any]:
        """The cited content with its rich fields as a list of headed sections."""
        sections = [
            {
                "anchor": name.replace("_", "-"),
                "heading": str(self._meta.get_field(name).verbose_name),
                "html": content.pop(name),
            }
            for name in self.rich_fields
        ]
        return {**content, "sections": [part for part in sections if part["html"]]}

    def section_findings(self: Any) -> list[Finding]:
        return missing(self, *self.rich_fields)
