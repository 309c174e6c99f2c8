"""Drafts to the database, through the one door. Each row is whole or not there.

Two passes: what points at a document that comes later is linked when all are there.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from editorial.acts.drafts import Turn, clean_fields, saving, turn_of
from editorial.exceptions import Refusal
from editorial.models import Document, User
from editorial.text.incoming import of_schema
from evidence.cited import Cites, attach_cited, attach_first
from immunosite.importing.addresses import Address
from immunosite.importing.columns import columns_of
from immunosite.importing.draft import Draft, Links
from immunosite.importing.references import Library
from immunosite.importing.rows import BadRow, Faults, Place, messages_of

REFUSALS = (BadRow, ValidationError, Refusal, IntegrityError)


class Import:
    """One import. `faults` says afterwards which drafts were refused, and why."""

    def __init__(self, comment: str, earlier: Mapping[Address, Document] | None = None) -> None:
        self.comment = comment
        self.earlier = earlier or {}
        self.faults = Faults()
        self.library = Library()
        self.saved = 0
        self.refused: set[Address] = set()
        self.ids: dict[Address, int | None] = {}  # None: looked for, not there
        self.waiting: list[tuple[Place, int, User, Links]] = []
        self.now: Turn | None = None

    @contextmanager
    def turn(self, by: User) -> Iterator[None]:
        """For several of `add` or `link` in one transaction."""
        with turn_of(by) as self.now:
            yield

    def add(self, draft: Draft, *, by: User) -> Document | None:
        """Save it; None when it is refused, and `faults` says why, or when an import before this
        one saved it.
        """
        if before := self.earlier.get(draft.address):
            self._go_on(draft, before)
            return None
        document = draft.model(owner=by)
        links = draft.links if self._can_link(draft.links) else {}
        try:
            self.save(draft, document, by=by, links=links)
        except REFUSALS as error:
            self.faults.add(draft.place, *messages_of(error))
            self.refused.add(draft.address)
            return None
        self.saved += 1
        self.ids[draft.address] = document.pk
        if draft.links and not links:
            self.waiting.append((draft.place, document.pk, by, draft.links))
        return document

    def _go_on(self, draft: Draft, before: Document) -> None:
        """It was stopped before the second pass: its links may be missing."""
        self.ids[before.kind, before.slug] = before.pk
        page: Any = before.specific
        if page.draft_version == 1 and any(
            not getattr(page, name).exists() for name in draft.links
        ):
            self.waiting.append((draft.place, before.pk, before.owner, draft.links))

    def link(self, each: tuple[Place, int, User, Links]) -> None:
        """The second pass, for one of `waiting`: links to documents that came later."""
        place, pk, by, links = each
        try:
            document = Document.objects.get(pk=pk).specific
            version = document.draft_version
            with saving(
                document, by=by, draft_version=version, comment=self.comment, turn=self.now
            ):
                self.set_links(document, links)
        except REFUSALS as error:
            self.faults.add(place, *messages_of(error))

    def save(self, draft: Draft, document: Document, *, by: User, links: Links) -> None:
        """Fill the document, new or not, from the draft and save it."""
        for name, value in draft.values.items():
            is_rich = name in columns_of(draft.model).rich
            setattr(document, name, of_schema(value) if is_rich else value)
        # A source is a save of its own, with its own history.
        source = self.library.source_of(draft.source, by=by) if draft.source else None
        version = document.draft_version
        with saving(document, by=by, draft_version=version, comment=self.comment, turn=self.now):
            self._save_tables(draft, document)
            self._cite(draft, document, source)
            self.set_links(document, links)

    # Links

    def _can_link(self, links: Links) -> bool:
        """Whether all that it points at was saved before it."""
        return all(self.ids.get(address) for addresses in links.values() for address in addresses)

    def set_links(self, document: Document, links: Links) -> None:
        """Inside the save. Raises BadRow for a page that is not there."""
        missing = [
            f"{name}: there is no {'/'.join(address)}, neither here nor on the site."
            for name, addresses in links.items()
            for address in addresses
            if not self._id_of(address) and address not in self.refused  # said already
        ]
        if missing:
            raise BadRow(*missing)
        for name, addresses in links.items():
            ids = [pk for address in addresses if (pk := self._id_of(address))]
            getattr(document, name).set(ids)

    def _id_of(self, address: Address) -> int | None:
        if address not in self.ids:
            found = Document.objects.without_discarded().filter(kind=address[0], slug=address[1])
            self.ids[address] = found.values_list("pk", flat=True).first()
        return self.ids[address]

    # What belongs to the draft

    def _save_tables(self, draft: Draft, document: object) -> None:
        for name, rows in draft.tables.items():
            table = getattr(document, name)
            table.all().delete()
            for number, values in enumerate(rows, start=1):
                line = table.model(**{table.field.name: document, **values, "position": number})
                clean_fields(line)
                line.full_clean()
                line.save()

    def _cite(self, draft: Draft, document: Document, source: int | None) -> None:
        """The sources that the text cites come by themselves; those only listed are kept."""
        if not isinstance(document, Cites):
            return
        marked, found = self.library.cited(document.rich_content(), draft.references)
        cited = [pk for key in marked if (pk := found[key])]
        listed = [pk for pk in (*found.values(), source) if pk and pk not in cited]
        if document.draft_version == 1:
            attach_first(document, cited, listed)
        else:
            attach_cited(document, listed)
