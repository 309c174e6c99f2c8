"""Public pages of the glossary. They read editions, never drafts."""

from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from editorial import hooks
from editorial.built_from import kind, reading
from editorial.models import Edition
from editorial.models.edition import EditionQuerySet
from editorial.public.paging import page_of
from editorial.public.views import show
from glossary.alphabet import Letter, alphabet, beginning_with, letter_of
from glossary.lookup import LookupForm, matching
from glossary.terms import ENTRY

# Up to this many terms stand on one page, from A to Z; beyond, a letter at a time.
FEW = 150


@reading(kind(ENTRY))
def entry_list(request: HttpRequest) -> HttpResponse:
    form = LookupForm(request.GET)
    entered = form.cleaned_data if form.is_valid() else {}
    letters = alphabet(_entries())
    words = entered.get("q", "")
    letter = _letter(letters, entered.get("letter", "")) if not words else None
    entries = _entries()
    if words:
        entries = matching(entries, words, entered["match"])
    elif letter:
        entries = beginning_with(entries, letter)
    pages = page_of(request, entries.annotate(name=Lower("title")).order_by("name", "pk"), FEW)
    for each in pages:
        vars(each)["letter"] = letter_of(each.title[:1])
    context = {"form": form, "words": words, "letters": letters.values(), "letter": letter}
    return render(request, "glossary/entry_list.html", {**context, "pages": pages})


def entry(request: HttpRequest, slug: str) -> HttpResponse:
    return show(request, ENTRY, slug, "glossary/entry_page.html", backlinks=_used_on)


def _used_on(entry: Edition) -> list[object]:
    return [uses(entry) for uses in hooks.term_uses]


def _entries() -> EditionQuerySet:
    return Edition.objects.live().filter(kind=ENTRY).proven()


def _letter(letters: dict[str, Letter], wanted: str) -> Letter | None:
    """The letter asked for; None while all terms fit one page; else the first that has any."""
    chosen = letters.get(wanted.upper())
    if chosen and chosen.count:
        return chosen
    if sum(letter.count for letter in letters.values()) <= FEW:
        return None
    return next(letter for letter in letters.values() if letter.count)
