"""Drafts to the database, through the one door. The caller holds the transaction.

Two passes: what points at a document that comes later is linked when all are there.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from editorial.drafts import clean_fields, saving
from editorial.exceptions import Refusal
from editorial.models import Document, User
from editorial.slugs import slug_of
from evidence.cited import attach_cited
from evidence.markers import marked_keys
from evidence.models import Citation
from immunosite.importing.library import Library
from immunosite.importing.mapping import Mapping
from immunosite.importing.rows import BadRow, Fault, Faults, Place, Row, messages_of
from immunosite.importing.values import Draft, Links, read_draft

REFUSALS = (BadRow, ValidationError, Refusal, IntegrityError)
Address = tuple[str, str]  # kind, slug


class Import:
    """One import. `faults` says afterwards whether the caller may commit."""

    def __init__(self, mapping: Mapping, comment: str) -> None:
        self.mapping, self.comment = mapping, comment
        self.faults = Faults()
        self.left_out = Faults()  # not refused: told
        self.count = 0
        self.library = Library()
        self.places: dict[Address, Place] = {}
        self.ids: dict[Address, int | None] = {}  # None: looked for, not there
        self.numbers: Counter[Address] = Counter()
        self.waiting: list[tuple[Place, int, User, Links]] = []

    def add_all(self, rows: Iterable[Row | Fault], *, by: User) -> None:
        for row in rows:
            if isinstance(row, Fault):
                self.faults.add(row.place, row.message)
            else:
                self.add(row, by=by)

    def add(self, row: Row, *, by: User) -> Document | None:
        """Save the row as a new draft; None when it is refused, and `faults` says why."""
        self.count += 1
        try:
            draft = read_draft(row, self.mapping)
            self._give_slug(draft)
            document = draft.kind.model(owner=by)
            links = draft.links if self._can_link(draft.links) else {}
            self.save(draft, document, by=by, links=links)
        except REFUSALS as error:
            self.faults.add(row.place, *messages_of(error))
            return None
        self.left_out.add(row.place, *draft.left_out)
        self.ids[document.kind, document.slug] = document.pk
        if draft.links and not links:
            self.waiting.append((row.place, document.pk, by, draft.links))
        return document

    def link(self) -> None:
        """The second pass: links to documents that came later, or are missing."""
        for place, pk, by, links in self.waiting:
            try:
                document = Document.objects.get(pk=pk).specific
                version = document.draft_version
                with saving(document, by=by, draft_version=version, comment=self.comment):
                    self._link(document, links)
            except REFUSALS as error:
                self.faults.add(place, *messages_of(error))
        self.waiting.clear()

    def save(self, draft: Draft, document: Document, *, by: User, links: Links) -> None:
        """Fill the document, new or not, from the draft and save it."""
        for name, value in draft.values.items():
            setattr(document, name, value)
        # A source is a save of its own, with its own history.
        source = self.library.source_of(draft.source, by=by) if draft.source else None
        with saving(document, by=by, draft_version=document.draft_version, comment=self.comment):
            self._save_tables(draft, document)
            self._cite(draft, document, source)
            self._link(document, links)

    # Addresses

    def _give_slug(self, draft: Draft) -> None:
        """Note the row's slug, which no other may have; make one where it gives none.

        One made from a title is numbered within the import only: importing a file a second time
        must be refused, and not double every page.
        """
        values, kind = draft.values, str(draft.kind.model._meta.model_name)
        if "slug" not in values:
            values["slug"] = self._slug_of(kind, values.get("title", ""))
        elif first := self.places.get((kind, values["slug"])):
            raise BadRow(f"slug: “{values['slug']}” stands at {first} already.")
        self.places[kind, values["slug"]] = draft.place

    def _slug_of(self, kind: str, title: str) -> str:
        slug = slug_of(title)
        if title and not slug:
            raise BadRow("slug: none can be made from the title; give one.")
        made = slug
        while (kind, made) in self.places:
            self.numbers[kind, slug] += 1
            made = f"{slug}-{self.numbers[kind, slug] + 1}"
        return made

    # Links

    def _can_link(self, links: Links) -> bool:
        """Whether all that it points at was saved before it."""
        return all(self.ids.get(address) for addresses in links.values() for address in addresses)

    def _link(self, document: Document, links: Links) -> None:
        missing = [
            f"{name}: there is no {'/'.join(address)}, neither here nor on the site."
            for name, addresses in links.items()
            for address in addresses
            if not self._id_of(address) and address not in self.places  # refused rows: said already
        ]
        if missing:
            raise BadRow(*missing)
        for name, addresses in links.items():
            ids = [pk for address in addresses if (pk := self._id_of(address))]
            getattr(document, name).set(ids)

    def _id_of(self, address: Address) -> int | None:
        if address not in self.ids:
            found = Document.objects.filter(kind=address[0], slug=address[1])
            self.ids[address] = found.values_list("pk", flat=True).first()
        return self.ids[address]

    # What belongs to the draft

    def _save_tables(self, draft: Draft, document: Any) -> None:
        for name, rows in draft.tables.items():
            table = getattr(document, name)
            table.all().delete()
            for number, values in enumerate(rows, start=1):
                line = table.model(**{table.field.name: document}, **values)
                line.position = number
                _check_line(line, name, number)
                line.save()

    def _cite(self, draft: Draft, document: Any, source: int | None) -> None:
        """The sources that the text cites come by themselves; those only listed are kept."""
        marked = marked_keys(document.rich_content())
        found = {key: self.library.id_of(key) for key in [*marked, *draft.references]}
        unknown = [key for key, pk in found.items() if pk is None]
        if unknown:
            raise BadRow(*(f"references: “{key}” is not in the library." for key in unknown))
        listed = [pk for key, pk in found.items() if key not in marked]
        for pk in filter(None, [*listed, source]):
            Citation.objects.get_or_create(document=document, reference_id=pk)
        attach_cited(document)


def _check_line(line: Any, name: str, number: int) -> None:
    try:
        clean_fields(line)
        line.full_clean()
    except ValidationError as error:
        messages = messages_of(error)
        raise BadRow(*(f"{name}: row {number}: {message}" for message in messages)) from None
