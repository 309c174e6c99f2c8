"""What is checked of every draft of any kind: address, plan, relations, links, characters."""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from editorial import hooks
from editorial.findings import Finding, Level, Rule, at, missing, of_field
from editorial.labels import field_label
from editorial.text.characters import lines
from editorial.text.fold import fold
from editorial.text.marks import said_of_lookalikes, said_of_unseen
from editorial.text.plain_text import words_of
from editorial.text.term_choices import read_choice

if TYPE_CHECKING:
    from editorial.models import Document

BLOCKS, ADVISES = Level
ADDRESS = Rule(
    id="address",
    level=BLOCKS,
    reason="A public address belongs to one page, and stays with it.",
    standard="W3C, Cool URIs don't change",
    fires=({"slug": "taken"},),
    silent=({"slug": "free"},),
)
SPAN = Rule(
    id="time-span",
    level=BLOCKS,
    reason="A page cannot be taken down before it is public.",
    standard="docs/adr/0026-time.md",
    fires=({"expire_at": "2001-01-01T00:00:00+00:00"},),
    silent=({"expire_at": "2999-01-01T00:00:00+00:00"},),
)
RELATION = Rule(
    id="relation-not-public",
    level=ADVISES,
    reason="Readers see no link to a page that was never public.",
    standard="ImmunoSite, DESIGN: signed or silent",
    fires=({"see_also": "draft"},),
    silent=({"see_also": "live"},),
    weight=40,
)
LINK_CHOICE = Rule(
    id="glossary-choice",
    level=BLOCKS,
    reason="A decision about a link that cannot be read decides nothing.",
    standard="docs/adr/0012-writers-decide-about-links.md",
    fires=({"glossary_links": "Some [text"},),
    silent=({"glossary_links": "[text]"},),
)
LOST_CHOICE = Rule(
    id="glossary-choice-lost",
    level=ADVISES,
    reason="The words that it was about are gone from the text.",
    standard="docs/adr/0012-writers-decide-about-links.md",
    fires=({"glossary_links": "[nowhere to be found]"},),
    silent=({"glossary_links": "Some [text]"},),
    weight=40,
)
CHARACTERS = Rule(
    id="character",
    level=ADVISES,
    reason="What the eye does not see, or takes for something else, may read otherwise aloud.",
    standard="Unicode UTS #39, Unicode Security Mechanisms",
    fires=("<p>A v\u0430ccine helps.</p>", "<p>A vac\u00adcine helps.</p>"),
    silent=("<p>A vaccine helps.</p>", "<p>Interferon β, naïve T cells and 5 µg.</p>"),
    weight=40,
)
NO_CHANGE_NOTE = Rule(
    id="change-note",
    level=ADVISES,
    reason="Readers see in the page's history what changed, and why.",
    standard="ICMJE Recommendations, section III.A (corrections and version control)",
    fires=({"change_note": ""},),
    silent=({"change_note": "A newer study."},),
    weight=40,
)
OLD_CHANGE_NOTE = Rule(
    id="change-note-of-last-edition",
    level=BLOCKS,
    reason="Readers would be told of the last change as if it were this one.",
    standard="ICMJE Recommendations, section III.A (corrections and version control)",
    fires=({"change_note": "First words."},),
    silent=({"change_note": "A newer study."},),
)


def common_findings(document: "Document") -> list[Finding]:
    findings = missing(document, "title", "summary")
    if fault := document.address_fault():
        findings.append(of_field(ADDRESS, document, "slug", fault))
    findings += [*span_findings(document), *relation_findings(document)]
    content = document.specific.content() if document.pk else {}
    findings += [*choice_findings(document, content), *character_findings(document, content)]
    findings += [found for check in hooks.draft_checks for found in check(document)]
    return [*findings, *change_findings(document)]


def relation_findings(document: "Document") -> list[Finding]:
    """What the page names and readers cannot see: no link, and no digest to check, till then."""
    facets = document.specific.facets() if document.pk else {}
    ids = {item for items in facets.values() for item in items if isinstance(item, int)}
    return [
        Finding(
            RELATION,
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
        return [of_field(LINK_CHOICE, document, "glossary_links", str(fault))]
    if f" {passage} " in text:
        return []
    said = f"“{line}”: these words stand nowhere in the text, so nothing is decided by it."
    return [of_field(LOST_CHOICE, document, "glossary_links", said)]


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
            found = Finding(CHARACTERS, field_label(type(own), name), said, at(name))
            told.setdefault(said, found)
    return list(told.values())


def span_findings(document: "Document") -> list[Finding]:
    """Else the last signature finds it, when all the work is done."""
    if fault := span_fault(document.publish_at, document.expire_at):
        return [of_field(SPAN, document, "expire_at", fault)]
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
    if not document.change_note.strip():
        said = "is empty. Readers see it in the page's history."
        return [of_field(NO_CHANGE_NOTE, document, "change_note", said)]
    if document.change_note == last.snapshot.get("change_note"):
        said = f"still tells of edition {last.number}."
        return [of_field(OLD_CHANGE_NOTE, document, "change_note", said)]
    return []


RULES = (ADDRESS, SPAN, RELATION, LINK_CHOICE, LOST_CHOICE, CHARACTERS, NO_CHANGE_NOTE,
         OLD_CHANGE_NOTE)  # fmt: skip
