"""All that saving would refuse, found before anything is written. It only reads the database."""

import re
from itertools import chain
from urllib.parse import urlsplit

from django.db.models.functions import Lower
from django.urls import Resolver404, resolve
from reversion.models import Version

from editorial.models import Document, Edition, State, User
from evidence.cited import Cites
from immunosite.importing.addresses import Address, Addresses
from immunosite.importing.columns import columns_of, kind_names
from immunosite.importing.draft import Draft, read_draft
from immunosite.importing.mapping import Mapping
from immunosite.importing.references import COMMENT, Library
from immunosite.importing.rows import BadRow, Fault, Faults, Place, Row, messages_of
from immunosite.importing.saving import REFUSALS
from immunosite.importing.spool import Spool

HREF = re.compile(r'href="(/[^"]*)"')
AT_ONCE = 50  # rows: what only the database can tell is asked for so many in one question


class Check:
    """One look through all rows. `drafts` are those that can be saved, unless there are `faults`;
    `earlier` are those that the writer imported before."""

    def __init__(self, mapping: Mapping, *, by: User, resume: bool, drafts: Spool | None) -> None:
        self.mapping, self.by, self.resume, self.drafts = mapping, by, resume, drafts
        self.faults = Faults()
        self.left_out = Faults()  # not refused: told
        self.count = 0
        self.earlier: dict[Address, Document] = {}
        self.library = Library()
        self.addresses = Addresses()
        self.on_site: dict[Address, bool] = {}
        self.links: list[tuple[Place, str, Address]] = []  # to what may stand further down
        self.hrefs: list[tuple[Place, str, str]] = []  # within this site, in long texts
        self.unknown: dict[str, list[Fault]] = {}  # by column
        self._read: list[Draft] = []

    @property
    def new(self) -> int:
        return self.count - len(self.earlier)

    def row(self, row: Row | Fault) -> None:
        if isinstance(row, Fault):
            self.faults.add(row.place, row.message)
            return
        self.count += 1
        try:
            self._read.append(read_draft(self._without_unknown(row), self.mapping, self.addresses))
        except REFUSALS as error:
            self.faults.add(row.place, *messages_of(error))
        if len(self._read) == AT_ONCE:
            self._ask()

    def end(self) -> None:
        """When all rows were seen: links to what is neither here nor on the site."""
        self._ask()
        for place, name, address in self.links:
            if address not in self.addresses.places:  # refused rows: said already
                said = f"{name}: there is no {'/'.join(address)}, neither here nor on the site."
                self.faults.add(place, said)
        self.faults.put_first([_of_all_rows(name, each) for name, each in self.unknown.items()])
        for place, name, href in self.hrefs:
            if not self._leads_somewhere(href):
                self.left_out.add(place, f"{name}: a link leads to {href}, which is not here.")

    def _without_unknown(self, row: Row) -> Row:
        """So that one look finds what else is wrong; each column is told once for all rows."""
        names, known = self.mapping.unknown(row)
        if not names:
            return row
        said = f"Known: {', '.join(known)}."
        for name in names:
            self.unknown.setdefault(name, []).append(Fault(row.place, said))
        return Row(row.place, {n: value for n, value in row.values.items() if n not in names})

    def _leads_somewhere(self, href: str) -> bool:
        """A page of the site: one of another sort, or a document that is there or comes along."""
        try:
            found = resolve(urlsplit(href).path)
        except Resolver404:
            return False
        address = (str(found.url_name), str(found.kwargs.get("slug", "")))
        if address[0] not in kind_names():
            return True
        return address in self.addresses.places or self._is_on_site(address)

    # What only the database can tell

    def _ask(self) -> None:
        drafts, self._read = self._read, []
        slugs = {draft.address[1] for draft in drafts}
        before, taken = imported_before(slugs, self.by), slugs_in_use(slugs)
        for draft in drafts:
            try:
                self._look_at(draft, before.get(draft.address), taken)
            except REFUSALS as error:
                self.faults.add(draft.place, *messages_of(error))

    def _look_at(self, draft: Draft, before: Document | None, taken: set[str]) -> None:
        # A discarded page holds its address no longer: a new import may use it, while one that
        # goes on leaves discarded what the writer discarded.
        if before and (self.resume or before.state != State.DISCARDED):
            self.earlier[draft.address] = before
        if before is None or not self.resume:
            self._look_at_new(draft, taken)
            self.left_out.add(draft.place, *draft.left_out)
        for name, addresses in draft.links.items():
            new = [address for address in addresses if not self._is_on_site(address)]
            self.links += [(draft.place, name, address) for address in new]
        if self.drafts is not None:
            self.drafts.add(draft)

    def _look_at_new(self, draft: Draft, taken: set[str]) -> None:
        kind, slug = draft.address
        document = draft.model(kind=kind, owner=self.by, **draft.values)
        if slug.lower() in taken and (fault := document.address_fault()):
            raise BadRow(f"slug: {fault}")
        if draft.source:
            self.library.check_source(draft.source)
        for name in columns_of(draft.model).rich:
            found = HREF.findall(draft.values.get(name, ""))
            self.hrefs += [(draft.place, name, href) for href in dict.fromkeys(found)]
        if isinstance(document, Cites):
            self.library.cited(document.rich_content(), draft.references)

    def _is_on_site(self, address: Address) -> bool:
        if address not in self.on_site:
            found = Document.objects.filter(kind=address[0], slug=address[1])
            self.on_site[address] = found.exists()
        return self.on_site[address]


def _of_all_rows(name: str, faults: list[Fault]) -> Fault:
    rows = f", in {len(faults)} rows (--ignore {name} leaves it out)" if len(faults) > 1 else ""
    return Fault(faults[0].place, f"unknown field: {name}{rows}. {faults[0].message}")


def slugs_in_use(slugs: set[str]) -> set[str]:
    """In small letters, those of any kind that a page has or an edition had."""
    folded = {slug.lower() for slug in slugs}
    found = (
        rows.annotate(folded_slug=Lower("slug"))
        .filter(folded_slug__in=folded)
        .values_list("folded_slug", flat=True)
        for rows in (Document.objects.order_by(), Edition.objects.order_by())
    )
    return set(chain.from_iterable(found))


def imported_before(slugs: set[str], by: User) -> dict[Address, Document]:
    """The pages that an import by this writer made at such addresses, whatever became of them."""
    found: dict[Address, Document] = {}
    for document in Document.objects.filter(slug__in=slugs, owner=by):
        address = document.kind, document.slug
        if address in found and found[address].state != State.DISCARDED:
            continue
        first = Version.objects.get_for_object(document.specific).order_by("pk").first()
        if first and first.revision.comment == COMMENT:
            found[address] = document
    return found
