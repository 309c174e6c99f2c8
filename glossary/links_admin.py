"""The links to the glossary that readers would get of a draft, and the writer's word on each.

One page, which works without script. What is decided there stands as a line in the draft
(`editorial.text.term_choices`), is signed with it and shown to the reviewer.
"""

from dataclasses import dataclass
from html import unescape

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_http_methods

from editorial.acts import drafts
from editorial.admin.act_views import change_address
from editorial.admin.base import ModelAdmin
from editorial.admin.preview import draft_page, found
from editorial.exceptions import Refusal
from editorial.models import Document
from editorial.text.characters import lines
from editorial.text.slugs import slug_of
from editorial.text.term_choices import read_choice, written_choice
from editorial.workflow import Act, why_not
from evidence.citing_admin import CitingAdmin
from glossary.linker import SIGNED_TEXT, PageLinker, Places
from glossary.matcher import Found, Matcher, Term
from glossary.sentences import Sentences
from glossary.terms import ENTRY, live_matcher

AROUND = 3  # words on either side, which say the place
AS_FOUND, NO_LINK, OTHER = "found", "none", "other"


@dataclass
class LinkRow:
    """One place: the words before, of and after the link, what is decided about it, and what was
    typed to decide otherwise."""

    before: str
    words: str
    after: str
    term: Term | None
    line: str = ""  # the writer's, where one was decided
    chosen: str = AS_FOUND
    other: str = ""
    fault: str = ""

    @property
    def place(self) -> str:
        return self.line or written_choice(self.before, self.words, self.after, "")

    def decide(self, chosen: str, other: str, matcher: Matcher) -> None:
        self.chosen, self.other = chosen, other.strip()
        if chosen == OTHER and not self._stays and self.slug not in matcher.by_slug:
            self.fault = (
                f"No entry that is public now is called “{self.other}”. Type its name or its "
                "address, as it stands on its own page."
            )

    @property
    def _stays(self) -> bool:
        return (
            bool(self.line) and self.chosen != AS_FOUND and read_choice(self.line).slug == self.slug
        )

    @property
    def slug(self) -> str:
        return slug_of(self.other) if self.chosen == OTHER else ""

    @property
    def decided(self) -> str:
        """The line that says so; empty where the link is to be as it is found."""
        if self.chosen == AS_FOUND or self._stays:
            return self.line if self._stays else ""
        return written_choice(self.before, self.words, self.after, self.slug)


def rows_of(document: Document, matcher: Matcher) -> list[LinkRow]:
    """Of the draft as it is saved."""
    shown = draft_page(document)
    places: Places = []
    own = document.slug if document.kind == ENTRY else ""
    linker = PageLinker(matcher, own, shown["page"].glossary_links, places)
    linker.link(render_to_string(shown["body_template"], shown), within=SIGNED_TEXT)
    return [_row(text, each) for text, each in places]


def _row(text: Sentences, link: Found) -> LinkRow:
    parts, first, last = text.parts, 2 * link.first + 1, 2 * link.last + 1
    before = "".join(parts[max(1, first - 2 * AROUND) : first])
    after = "".join(parts[last + 1 : last + 1 + 2 * AROUND])
    words = "".join(parts[first : last + 1])
    row = LinkRow(unescape(before), unescape(words), unescape(after), link.term, link.decided)
    if link.decided:
        row.other = read_choice(link.decided).slug
        row.chosen = OTHER if row.other else NO_LINK
    return row


def lines_of(document: Document, rows: list[LinkRow]) -> str:
    """The draft's lines with what the rows say now; those of other places stay."""
    old = {row.line for row in rows if row.line}
    kept = [line for line in lines(document.glossary_links) if line not in old]
    return "\n".join(dict.fromkeys([*(row.decided for row in rows if row.decided), *kept]))


def links_url(document_admin: ModelAdmin[Document]) -> URLPattern:
    meta = document_admin.model._meta

    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, object_id: int) -> HttpResponse:
        return links_view(document_admin, request, object_id)

    return path(
        "<int:object_id>/links/",
        document_admin.admin_site.admin_view(view),
        name=f"{meta.app_label}_{meta.model_name}_links",
    )


def links_view(
    document_admin: ModelAdmin[Document], request: HttpRequest, object_id: int
) -> HttpResponse:
    document = found(document_admin, request, object_id).stored()
    matcher = live_matcher()
    rows = rows_of(document, matcher)
    refused = ""
    if request.method == "POST":
        _read(request, rows, matcher)
        if not any(row.fault for row in rows):
            refused = _saved(request, document, rows)
            if not refused:
                return HttpResponseRedirect(request.path)
    context = {
        **document_admin.admin_site.each_context(request),
        "title": "Glossary links",
        "subtitle": document.title,
        "opts": document_admin.model._meta,
        "stored": document,
        "back": change_address(document),
        "rows": rows,
        "refused": refused,
        "faults": sum(bool(row.fault) for row in rows),
        "why_not": why_not(request.user, Act.EDIT, document),
    }
    return TemplateResponse(request, "admin/document/links.html", context)


def _read(request: HttpRequest, rows: list[LinkRow], matcher: Matcher) -> None:
    """By place, because somebody may have changed the text since the page was opened."""
    given = request.POST
    numbers = {given.get(f"place-{n}", ""): n for n in range(len(given))}
    for row in rows:
        if (number := numbers.get(row.place)) is not None:
            chosen = given.get(f"link-{number}", AS_FOUND)
            row.decide(chosen, given.get(f"other-{number}", ""), matcher)


def _saved(request: HttpRequest, document: Document, rows: list[LinkRow]) -> str:
    """Why it was refused, or an empty text."""
    document.glossary_links = lines_of(document, rows)
    version = request.POST.get("version", "")
    loaded = int(version) if version.isdecimal() and len(version) < 10 else 0
    comment = "Decided on links to the glossary"
    try:
        with drafts.saving(document, by=request.user, draft_version=loaded, comment=comment):  # type: ignore[arg-type]
            pass
    except Refusal as refusal:
        return refusal.message
    except ValidationError as error:
        return " ".join(error.messages)
    messages.success(request, "Saved. These are the links that readers would get now.")
    return ""


class LinkingAdmin(CitingAdmin):
    def get_urls(self) -> list[URLPattern]:
        return [links_url(self), *super().get_urls()]
