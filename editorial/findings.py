"""Findings: what the automatic checks say of a draft. They block, or they advise."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from django.utils.text import capfirst

from editorial.richtext import RichTextField
from editorial.text import is_blank
from editorial.words import words_of

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


def blocks(place: str, message: str) -> Finding:
    return Finding(Level.BLOCKS, place, message)


def advises(place: str, message: str) -> Finding:
    return Finding(Level.ADVISES, place, message)


def missing(document: "Document", *fields: str) -> list[Finding]:
    """A blocking finding for each named field that is empty."""
    return [
        blocks(label(document, name), "is empty.")
        for name in fields
        if is_blank(_words(document, name))
    ]


def _words(document: "Document", name: str) -> str:
    text = str(getattr(document, name))
    is_rich = isinstance(document._meta.get_field(name), RichTextField)
    return words_of(text) if is_rich else text


def label(document: "Document", name: str) -> str:
    field = document._meta.get_field(name)
    return capfirst(getattr(field, "verbose_name", name))


def common_findings(document: "Document") -> list[Finding]:
    findings = missing(document, "title", "summary")
    if document.expire_at and document.publish_at and document.expire_at <= document.publish_at:
        findings.append(blocks("Take down at", "must be after “publish at”."))
    return [*findings, *change_findings(document)]


def change_findings(document: "Document") -> list[Finding]:
    """Whether a new edition says what is new in it, and not what was new in the last one."""
    last = document.latest_edition if document.pk else None
    if last is None:
        return []
    place = label(document, "change_note")
    if not document.change_note.strip():
        return [advises(place, "is empty. Readers see it in the page's history.")]
    if document.change_note == last.content.get("change_note"):
        return [blocks(place, f"still tells of edition {last.number}.")]
    return []
