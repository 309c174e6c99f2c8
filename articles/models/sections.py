"""Sections: the fixed parts of therapy and condition pages."""

from django.db import models

from editorial.findings import Finding, missing
from editorial.text.bounded_text import BoundedTextField
from editorial.text.rich_text import RichTextField
from evidence.cited import Cites


def section(heading: str, help_text: str = "") -> RichTextField:
    return RichTextField(heading, blank=True, default="", help_text=help_text)


class KeyPoints(models.Model):
    """Adds the list of key points that stands under a page's summary."""

    key_points = BoundedTextField(
        max_length=2000, blank=True, default="", help_text="Three to five short points, one a line."
    )

    class Meta:
        abstract = True


class Sectioned(Cites):
    """For a kind whose rich fields are the sections of its page, in that order."""

    class Meta(Cites.Meta):
        abstract = True

    def sections_of(self, content: dict[str, object]) -> dict[str, object]:
        """The cited content with its rich fields as a list of headed sections."""
        labels = {field.name: str(field.verbose_name) for field in self._meta.fields}
        sections = [
            {
                "anchor": name.replace("_", "-"),
                "heading": labels[name],
                "html": content.pop(name),
            }
            for name in self.rich_fields
        ]
        return {**content, "sections": [part for part in sections if part["html"]]}

    def section_findings(self) -> list[Finding]:
        return missing(self, *self.rich_fields)
