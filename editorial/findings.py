"""Findings: what the automatic checks say of a draft. They block, or they advise."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils import timezone

from editorial.labels import field_label
from editorial.text.characters import is_blank, lines
from editorial.text.fold import fold
from editorial.text.marks import said_of_lookalikes, said_of_unseen
from editorial.text.plain_text import words_of
from editorial.text.rich_text import RichTextField
from editorial.text.term_choices import read_choice

if TYPE_CHECKING:
    from editorial.models import Document


class Level(StrEnum):
    BLOCKS = "blocks"
    ADVISES = "advises"


@dataclass(frozen=True)
class Finding:
    level: Level
    place: str
    message: str
    at: str = ""  # id of the place in the form

    @property
    def label(self) -> str:
        return "Fault" if self.level == Level.BLOCKS else "Advice"


def blocks(place: str, message: str, at: str = "") -> Finding:
    return Finding(Level.BLOCKS, place, message, at)


def advises(place: str, message: str, at: str = "") -> Finding:
    return Finding(Level.ADVISES, place, message, at)


def blocks_field(document: "Document", name: str, message: str) -> Finding:
    return blocks(field_label(type(document), name), message, at(name))


def at(name: str) -> str:
    """Where the form has this field; `admin/includes/fieldset.html` says so too."""
    return f"at-{name}"


def missing(document: "Document", *fields: str) -> list[Finding]:
    """A blocking finding for each named field that is empty."""
    return [
        blocks_field(document, name, "is empty.")
        for name in fields
        if is_blank(_words(document, name))
    ]


def _words(document: "Document", name: str) -> str:
    text = str(getattr(document, name))
    is_rich = isinstance(document._meta.get_field(name), RichTextField)
    return words_of(text) if is_rich else text


def common_findings(document: "Document") -> list[Finding]:
    findings = missing(document, "title", "summary")
    if fault := document.address_fault():
        findings.append(blocks_field(document, "slug", fault))
    findings += [*span_findings(document), *relation_findings(document)]
    content = document.specific.content() if document.pk else {}
    findings += [*choice_findings(document, content), *character_findings(document, content)]
    return [*findings, *change_findings(document)]


def relation_findings(document: "Document") -> list[Finding]:
    """What the page names and readers cannot see: no link, and no digest to check, till then."""
    facets = document.specific.facets() if document.pk else {}
    ids = {item for items in facets.values() for item in items if isinstance(item, int)}
    return [
        advises(
            "Related pages",
            f"“{title}” never was public. Readers see no link to it before it is, and nobody "
            "outside can check the digest of this text till then.",
        )
        for title in document.never_public(ids)
    ]


def choice_findings(document: "Document", content: dict[str, object]) -> list[Finding]:
    """Decisions about links to the glossary that cannot be read, or whose words are gone."""
    decided = lines(document.glossary_links)
    if not decided:
        return []
    text = f" {fold(' '.join(_texts([document.summary, content])))} "
    return [found for line in decided for found in _choice_findings(document, line, text)]


def _choice_findings(document: "Document", line: str, text: str) -> list[Finding]:
    try:
        passage = fold(read_choice(line).passage)
    except ValueError as fault:
        return [blocks_field(document, "glossary_links", str(fault))]
    if f" {passage} " in text:
        return []
    place = field_label(type(document), "glossary_links")
    said = f"“{line}”: these words stand nowhere in the text, so nothing is decided by it."
    return [advises(place, said, at("glossary_links"))]


def _texts(value: object) -> Iterator[str]:
    """All texts of a snapshot's content, without markup."""
    if isinstance(value, str):
        yield words_of(value) if value.startswith("<") else value
    elif isinstance(value, (list, dict)):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def character_findings(document: "Document", content: dict[str, object]) -> list[Finding]:
    """What the eye does not see, or takes for something else: see `editorial/text/marks.py`."""
    own = document.specific
    named = {name: getattr(document, name) for name in ("title", "summary", "change_note")}
    # By their fields first; what remains of the content are rows, told of under the content's name.
    texts = named | own.rich_content() | content
    told: dict[str, Finding] = {}
    for name, value in texts.items():
        text = " ".join(_texts(value))
        for said in [*said_of_lookalikes(text), *said_of_unseen(text)]:
            told.setdefault(said, advises(field_label(type(own), name), said, at(name)))
    return list(told.values())


def span_findings(document: "Document") -> list[Finding]:
    """Else the last signature finds it, when all the work is done."""
    if fault := span_fault(document.publish_at, document.expire_at):
        return [blocks_field(document, "expire_at", fault)]
    return []


def span_fault(publish_at: datetime | None, expire_at: datetime | None) -> str:
    """What is wrong with the time to take a page down, or an empty string."""
    if expire_at and expire_at <= timezone.now():
        return "has passed. Choose a later time, or leave it empty to keep the page up."
    if expire_at and publish_at and expire_at <= publish_at:
        return "must be after “publish at”."
    return ""


def change_findings(document: "Document") -> list[Finding]:
    """Whether a new edition says what is new in it, and not what was new in the last one."""
    last = document.latest_edition() if document.pk else None
    if last is None:
        return []
    place = field_label(type(document), "change_note")
    if not document.change_note.strip():
        return [
            advises(place, "is empty. Readers see it in the page's history.", at("change_note"))
        ]
    if document.change_note == last.snapshot.get("change_note"):
        return [blocks(place, f"still tells of edition {last.number}.", at("change_note"))]
    return []
