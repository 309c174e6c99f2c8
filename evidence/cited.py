"""What a kind of document inherits when its text cites sources."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, Model, Q, TextField
from django.utils.text import capfirst

from editorial.findings import Finding, Level, Rule, at
from editorial.labels import field_label
from editorial.models import Document
from evidence.citing import cite, unknown_keys
from evidence.markers import marked_keys, unread_markers
from evidence.models import Citation, Reference
from evidence.retractions.papers import paper_of
from evidence.retractions.standing import (
    Listed,
    Standing,
    retracted_words,
    standings,
)

PLACE, LIST = "Sources", "citations-group"
AMA = "AMA Manual of Style, 11th edition, chapter 3 (References)"
UNKNOWN_CITATION = Rule(
    id="citation",
    level=Level.BLOCKS,
    reason="A number that leads to no source proves nothing.",
    standard=AMA,
    fires=("<p>It helps.[@nobody-2001]</p>", "<p>It helps.[@]</p>", "<p>It helps.[@ no key]</p>",
           '<p><a href="https://example.org/">It helps [@known-2010]</a></p>',
           {"summary": "It helps. [@known-2010]"}),
    silent=("<p>It helps.[@known-2010]</p>", "<p>Write to team@example.org.</p>"),
)  # fmt: skip
NO_SOURCE = Rule(
    id="no-source",
    level=Level.ADVISES,
    reason="Readers and reviewers cannot check what they are told.",
    standard="HONcode principle 4 (attribution); PIF TICK, criterion 3 (evidence)",
    fires=("<p>It helps.</p>",),
    silent=("<p>It helps.[@known-2010]</p>",),
    weight=85,
)
UNCITED_SOURCE = Rule(
    id="source-not-cited",
    level=Level.ADVISES,
    reason="A list of what was not used says nothing about where the words come from.",
    standard=AMA,
    fires=({"body": "<p>It helps.[@known-2010]</p>", "sources": "newer-2020"},),
    silent=("<p>It helps.[@known-2010; @newer-2020]</p>",),
    weight=40,
)
COPE = "COPE Retraction Guidelines; ICMJE Recommendations, III.A"
RETRACTED_SOURCE = Rule(
    id="retracted-source",
    level=Level.BLOCKS,
    reason="What rests on a paper that was taken back may harm whoever believes it.",
    standard=COPE,
    fires=("<p>It helps.[@retracted-2010]</p>",),
    silent=("<p>It helps.[@known-2010]</p>", "<p>It helps.[@doubted-2011]</p>"),
)
DOUBTED_SOURCE = Rule(
    id="doubted-source",
    level=Level.ADVISES,
    reason="The journal has corrected the paper, or doubts it: what is cited may be just that.",
    standard=COPE,
    fires=("<p>It helps.[@doubted-2011]</p>",),
    silent=("<p>It helps.[@known-2010]</p>", "<p>It helps.[@retracted-2010]</p>"),
    weight=95,
)


class Cites(Document):
    """A document whose text cites sources: `class Article(Cites)`, with `class Meta(Cites.Meta)`.

        def content(self):
            return self.cited_content({"question": self.question})

        def findings(self):
            return [*super().findings(), *self.citation_findings()]

    and whoever saves the draft calls `attach_cited(document)` inside `drafts.saving(...)`.
    """

    own_rows: ClassVar[tuple[str, ...]] = ("citations",)

    class Meta:
        abstract = True
        ordering = ("title", "pk")  # an abstract model hands on its own, not its parent's

    def cited_references(self) -> list[Reference]:
        return [citation.reference for citation in self.citations.all()]

    def shared_rows(self, keys: set[str]) -> dict[str, Model]:
        return {row.key: row for row in Reference.objects.filter(key__in=keys)}

    def cited_content(self, plain: Mapping[str, object]) -> dict[str, object]:
        """`plain`, the rich fields with their sources numbered, and `sources`."""
        cited, sources = cite(self.rich_content(), self.cited_references())
        return {**plain, **cited, "sources": sources}

    def citation_findings(self) -> list[Finding]:
        references = self.cited_references() if self.pk else []
        return [
            *self._unknown(references),
            *self._unread(),
            *self._misplaced(),
            *self._advice(references),
            *_standing_findings(references),
        ]

    def _unknown(self, references: list[Reference]) -> list[Finding]:
        unknown = {
            name: unknown_keys(value, references) for name, value in self.rich_content().items()
        }
        keys = {key for keys in unknown.values() for key in keys}
        in_library = set(Reference.objects.filter(key__in=keys).values_list("key", flat=True))
        return [
            self._fault(name, _unknown_message(key, key in in_library))
            for name, keys in unknown.items()
            for key in keys
        ]

    def _unread(self) -> list[Finding]:
        return [
            self._fault(
                name, f"has “{marker}”, which names no source. Write [@key], and not inside a link."
            )
            for name, value in self.rich_content().items()
            for marker in unread_markers(value)
        ]

    def _misplaced(self) -> list[Finding]:
        """Markers in plain text would be shown to readers as they stand."""
        fields = self._meta.concrete_fields
        plain = (f for f in fields if isinstance(f, (CharField, TextField)))
        return [
            self._fault(field.name, "cites a source; only the longer texts can do that.")
            for field in plain
            if field.name not in self.rich_fields
            and "[@" in str(getattr(self, field.attname) or "")
        ]

    def _advice(self, references: list[Reference]) -> list[Finding]:
        marked = marked_keys(self.rich_content())
        if not (marked or references):
            return [Finding(NO_SOURCE, PLACE, "The text cites no source.", LIST)]
        return [
            Finding(UNCITED_SOURCE, PLACE, _uncited_message(reference.key), LIST)
            for reference in references
            if reference.key not in marked
        ]

    def _fault(self, name: str, message: str) -> Finding:
        return Finding(UNKNOWN_CITATION, self._place(name), message, at(name))

    def _place(self, name: str) -> str:
        try:
            return field_label(type(self), name)
        except FieldDoesNotExist:
            return capfirst(name.replace("_", " "))


def _standing_findings(references: list[Reference]) -> list[Finding]:
    """What is listed of the sources: a retracted one blocks, the rest is for a person to judge."""
    found = standings(paper_of(reference) for reference in references)
    return [
        finding
        for reference in references
        for finding in _standing_finding(reference.key, found[paper_of(reference)])
    ]


def _standing_finding(key: str, standing: Standing) -> list[Finding]:
    if standing.listed is Listed.RETRACTED:
        return [Finding(RETRACTED_SOURCE, PLACE, retracted_words(key, standing), LIST, key)]
    if standing.listed in (Listed.CONCERN, Listed.CORRECTED):
        notice = f" (doi:{standing.notice_doi})" if standing.notice_doi else ""
        said = f"“{key}”: {standing.words}{notice}. Read the notice before you rest on it."
        return [Finding(DOUBTED_SOURCE, PLACE, said, LIST, key)]
    if standing.possible:
        said = (
            f"“{key}” may be retracted or corrected: its title, or a row that could not be read, "
            "is in the data. Look it up."
        )
        return [Finding(DOUBTED_SOURCE, PLACE, said, LIST, key)]
    return []


def _unknown_message(key: str, in_library: bool) -> str:
    if in_library:
        return f"cites “{key}”, which came into the library after the last save. Save it again."
    return f"cites “{key}”, which is not in the library. Add the source, or correct the key."


def _uncited_message(key: str) -> str:
    return f"“{key}” is listed, but the text does not cite it."


RULES = (UNKNOWN_CITATION, NO_SOURCE, UNCITED_SOURCE, RETRACTED_SOURCE, DOUBTED_SOURCE)


def attach_cited(document: Document, listed: Sequence[int] = ()) -> None:
    """Bring the document's citations into the order of its text; typing `[@key]` is enough.

    Call inside `drafts.saving(...)`, after rows added by hand are saved. Sources that are neither
    in the text any more nor marked to be kept leave the list; `listed` are the ids of sources to
    keep though the text may not cite them. Other kinds pass unchanged.
    """
    if not isinstance(document, Cites):
        return
    order = {key: place for place, key in enumerate(marked_keys(document.rich_content()))}
    before = list(document.citations.all())
    rows = [row for row in before if row.kept or row.reference.key in order]
    if gone := [row.pk for row in before if row not in rows]:
        Citation.objects.filter(pk__in=gone).delete()
    rows += _missing(document, order, listed, rows)
    rows.sort(key=lambda row: order.get(row.reference.key, len(order)))  # stable for the rest
    _save_in_order(rows)


def attach_first(document: Document, cited: Sequence[int], listed: Sequence[int]) -> None:
    """As `attach_cited`, of a new draft whose sources were looked up before: no question is asked.

    `cited` are the ids of those in the text, in its order; `listed` of those to be kept after them.
    """
    Citation.objects.bulk_create(
        Citation(document=document, reference_id=pk, position=position, kept=pk not in cited)
        for position, pk in enumerate(dict.fromkeys([*cited, *listed]), start=1)
    )


def _missing(
    document: Document, order: dict[str, int], listed: Sequence[int], rows: list[Citation]
) -> list[Citation]:
    keys = order.keys() - {row.reference.key for row in rows}
    ids = set(listed) - {row.reference_id for row in rows}
    if not (keys or ids):
        return []
    found = list(Reference.objects.filter(Q(key__in=keys) | Q(pk__in=ids)))
    found.sort(key=lambda each: listed.index(each.pk) if each.pk in ids else -1)
    # By hand is `kept`; by the text is not.
    return [
        Citation(document=document, reference=each, kept=each.key not in order) for each in found
    ]


def _save_in_order(rows: list[Citation]) -> None:
    """Only what is new or stands elsewhere than before: most saves change no source."""
    moved, new = [], []
    for position, row in enumerate(rows, start=1):
        if row._state.adding:
            new.append(row)
        elif row.position != position:
            moved.append(row)
        row.position = position
    Citation.objects.bulk_update(moved, ["position"])
    Citation.objects.bulk_create(new)
