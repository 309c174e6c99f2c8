"""All that saving would refuse, found before anything is written. It only reads the database."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from reversion.models import Version

from editorial.acts.drafts import check_new
from editorial.models import Document, State, User
from immunosite.importing.addresses import Address, Addresses
from immunosite.importing.kinds import kind_names
from immunosite.importing.mapping import Mapping
from immunosite.importing.references import COMMENT, Library
from immunosite.importing.rows import Fault, Faults, Place, Row, messages_of
from immunosite.importing.saving import REFUSALS, check_line
from immunosite.importing.values import Draft, read_draft

HREF = re.compile(r'href="(/[^"]*)"')


class Check:
    """One look through all rows. `earlier` are those that the writer imported before."""

    def __init__(self, mapping: Mapping, *, by: User, resume: bool) -> None:
        self.mapping, self.by, self.resume = mapping, by, resume
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

    def row(self, row: Row | Fault) -> None:
        if isinstance(row, Fault):
            self.faults.add(row.place, row.message)
            return
        self.count += 1
        row = self._without_unknown(row)
        try:
            draft = read_draft(row, self.mapping)
            address = self.addresses.give(draft)
            before = imported_before(draft, self.by)
            # A discarded page holds its address no longer: a new import may use it, while one that
            # goes on leaves discarded what the writer discarded.
            if before and (self.resume or before.state != State.DISCARDED):
                self.earlier[address] = before
            if before is None or not self.resume:
                self._draft(draft)
                self.left_out.add(row.place, *draft.left_out)
            self._links(draft)
        except REFUSALS as error:
            self.faults.add(row.place, *messages_of(error))

    def end(self) -> None:
        """When all rows were seen: links to what is neither here nor on the site."""
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

    def _draft(self, draft: Draft) -> None:
        document: Any = draft.kind.model(owner=self.by, **draft.values)
        check_new(document, by=self.by)
        for name, rows in draft.tables.items():
            table = getattr(draft.kind.model, name).field
            for number, values in enumerate(rows, start=1):
                check_line(table.model(position=number, **values), name, number, table.name)
        if draft.source:
            self.library.check_source(draft.source)
        for name in draft.kind.rich:
            found = HREF.findall(draft.values.get(name, ""))
            self.hrefs += [(draft.place, name, href) for href in dict.fromkeys(found)]
        if draft.kind.cites:
            self.library.cited(document.rich_content(), draft.references)

    def _links(self, draft: Draft) -> None:
        for name, addresses in draft.links.items():
            new = [address for address in addresses if not self._is_on_site(address)]
            self.links += [(draft.place, name, address) for address in new]

    def _is_on_site(self, address: Address) -> bool:
        if address not in self.on_site:
            found = Document.objects.filter(kind=address[0], slug=address[1])
            self.on_site[address] = found.exists()
        return self.on_site[address]


def _of_all_rows(name: str, faults: list[Fault]) -> Fault:
    rows = f", in {len(faults)} rows (--ignore {name} leaves it out)" if len(faults) > 1 else ""
    return Fault(faults[0].place, f"unknown field: {name}{rows}. {faults[0].message}")


def imported_before(draft: Draft, by: User) -> Document | None:
    """The page that an import by this writer made of such a row, whatever became of it since."""
    kind = str(draft.kind.model._meta.model_name)
    document = Document.objects.filter(kind=kind, slug=draft.values["slug"], owner=by).first()
    if document is None:
        return None
    first = Version.objects.get_for_object(document.specific).order_by("pk").first()
    return document if first and first.revision.comment == COMMENT else None
