"""Findings: what the automatic checks say of a draft. They block, or they advise."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from editorial.digests import digest_of
from editorial.labels import field_label
from editorial.text.characters import is_blank
from editorial.text.plain_text import words_of
from editorial.text.rich_text import RichTextField

if TYPE_CHECKING:
    from editorial.models import AuditEvent, Document


class Level(StrEnum):
    BLOCKS = "blocks"
    ADVISES = "advises"


Example = str | Mapping[str, str]


@dataclass(frozen=True, eq=False, kw_only=True)
class Rule:
    """What a check looks for, as data. `fires` and `silent` are its tests: texts that it must and
    must not speak of, as the HTML of a body or as fields of an article. Of findings that advise,
    those of the greatest `weight` (0 to 99) are shown first.
    """

    id: str
    level: Level
    reason: str  # why it matters to readers, in a sentence
    standard: str  # where the rule comes from
    fires: tuple[Example, ...]
    silent: tuple[Example, ...]
    weight: int = 50


@dataclass(frozen=True)
class Finding:
    """`passage` is what was looked at, as it stands in the draft: a dismissal holds while it does.
    `quote` is what of it is found again in the text as it is shown."""

    rule: Rule
    place: str
    message: str
    at: str = ""  # id of the place in the form
    passage: str = ""
    quote: str = ""
    dismissed: "AuditEvent | None" = None  # who set it aside, when and why

    @property
    def level(self) -> Level:
        return self.rule.level

    @property
    def label(self) -> str:
        return "Fault" if self.level == Level.BLOCKS else "Advice"

    @property
    def key(self) -> str:
        """64 hexadecimal digits: rule, place and the passage's bytes."""
        passage = self.passage or self.message
        return digest_of({"rule": self.rule.id, "at": self.at, "passage": passage})

    def as_record(self) -> dict[str, object]:
        """As plain JSON, for the audit log."""
        return {
            "key": self.key,
            "rule": self.rule.id,
            "place": self.place,
            "message": self.message,
            "passage": self.passage,
        }


def of_field(rule: Rule, document: "Document", name: str, message: str) -> Finding:
    return Finding(rule, field_label(type(document), name), message, at(name))


def at(name: str) -> str:
    """Where the form has this field; `admin/includes/fieldset.html` says so too."""
    return f"at-{name}"


REQUIRED = Rule(
    id="required-part",
    level=Level.BLOCKS,
    reason="A page without it leaves readers without what they came for.",
    standard="The kind's own outline (docs/adding-a-kind.md)",
    fires=({"title": ""}, {"summary": " "}, {"body": "<p>&nbsp;</p>"},
           {"genre": "question", "short_answer": ""}),
    silent=({"genre": "explainer", "short_answer": ""}, "<p>Some text.</p>"),
)  # fmt: skip


def missing(document: "Document", *fields: str) -> list[Finding]:
    """A blocking finding for each named field that is empty."""
    return [
        of_field(REQUIRED, document, name, "is empty.")
        for name in fields
        if is_blank(_words(document, name))
    ]


def _words(document: "Document", name: str) -> str:
    text = str(getattr(document, name))
    is_rich = isinstance(document._meta.get_field(name), RichTextField)
    return words_of(text) if is_rich else text
