"""All rules over text, asked of one draft. What it needs of the database is asked here, once."""

from collections.abc import Iterator, Mapping

from django.db.models import TextField

from editorial.findings import Finding, at
from editorial.labels import field_label
from editorial.models import Document
from editorial.text.rich_text import RichTextField
from evidence.cited import Cites
from findings.catalogue import ADVISING, BLOCKING
from findings.links import links_of
from findings.models import HypePhrase
from findings.terms import known_terms
from findings.text import Block, Draft, Part, blocks_of
from glossary.matcher import Matcher

# Lists of names, and what is written for colleagues or for the page's history.
NO_PROSE = frozenset({"synonyms", "abbreviations", "change_note", "glossary_links"})


def faults(document: Document) -> list[Finding]:
    """What blocks. Its questions do not grow with the text, nor with the site."""
    own = document.specific
    draft = Draft(_rich(own), links=links_of(own), sectioned=is_sectioned(own))
    return [found for rule in BLOCKING for found in rule.findings(draft)]


def advice(document: Document) -> list[Finding]:
    draft = draft_of(document.specific)
    return [found for rule in ADVISING for found in rule.findings(draft)]


def draft_of(document: Document) -> Draft:
    content = document.content() if document.pk else {}
    parts = (*_plain(document), *_rich(document), *_rows(content))
    terms = known_terms()
    return Draft(
        parts,
        years=_years(document),
        defined=_short_forms(terms),
        hype=tuple(HypePhrase.objects.in_use()),
        links=links_of(document),
        terms=terms,
    )


def _years(document: Document) -> dict[str, int]:
    references = document.cited_references() if document.pk and isinstance(document, Cites) else []
    return {each.key: each.year or 0 for each in references}


def _short_forms(terms: Matcher) -> frozenset[str]:
    """Each word of each form: “CAR” in “CAR T-cell therapy” is linked with the rest."""
    found = terms.by_slug.values()
    forms = (form for term in found for form in (term.name, *term.synonyms, *term.abbreviations))
    return frozenset(word for form in forms for word in (form, *form.split()))


def is_sectioned(document: Document) -> bool:
    """Whether each rich field stands under a heading of its own, as on a therapy's page."""
    return len(document.rich_fields) > 1


def _plain(document: Document) -> Iterator[Part]:
    yield Part("title", "Title", at("title"), (Block("h1", document.title),))
    for field in document._meta.concrete_fields:
        name, is_rich = field.name, isinstance(field, RichTextField)
        if is_rich or name in NO_PROSE or not isinstance(field, TextField):
            continue
        written = str(getattr(document, name) or "").split("\n")
        lines = tuple(Block("p", line) for line in written if line.strip())
        yield Part(name, _label(document, name), at(name), lines)


def _rich(document: Document) -> tuple[Part, ...]:
    return tuple(
        Part(name, _label(document, name), at(name), blocks_of(html), html)
        for name, html in document.rich_content().items()
        if isinstance(html, str)
    )


def _rows(content: Mapping[str, object]) -> Iterator[Part]:
    """Rows of other tables, as the list of a therapy's risks; each value is a line of its name."""
    for name, rows in content.items():
        if name in ("sources", "sections") or not isinstance(rows, list):
            continue
        values = [item for row in rows if isinstance(row, dict) for item in row.items()]
        lines = tuple(Block(key, value) for key, value in values if value and _is_text(value))
        if lines:
            label = f"List of {name.replace('_', ' ')}"
            yield Part(name, label, f"{name}-group", lines)


def _label(document: Document, name: str) -> str:
    return field_label(type(document), name)


def _is_text(value: object) -> bool:
    return isinstance(value, str)
