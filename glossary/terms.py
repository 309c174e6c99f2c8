"""The terms that readers may see now: those of the glossary's live editions, and nothing else."""

from typing import NamedTuple

from editorial.built_from import kind, reading
from editorial.models import Edition
from editorial.models.edition import EditionQuerySet
from editorial.proof import signed_at_once
from editorial.snapshot import Snapshot
from glossary.matcher import Matcher, Term
from glossary.pages import GlossaryPage

ENTRY = "glossaryentry"


Key = tuple[int, str]


class Held(NamedTuple):
    site_state: object  # when these entries were asked for; None: unknown
    # By id and digest of each entry in force; None of one without a badge of its own.
    terms: dict[Key, Term | None]
    matcher: Matcher


class _Kept:
    """What this process compiled last. Replaced as a whole, so threads need no lock."""

    held: Held | None = None


def live_matcher(site_state: object = None) -> Matcher:
    """The matcher for the entries in force at this moment. One query, two where some of them are
    new, or none.

    `site_state` is what the page store knows of the site: it differs after each act, and whenever
    the clock changes what is public. While it is the same there is nothing to ask; without it, the
    entries are read each time. The matcher is made anew only when they are others. The
    state is older than the reading, so nothing that is kept can be older than its state.
    """
    held = _Kept.held
    with reading(kind(ENTRY)):
        if held is None or site_state is None or held.site_state != site_state:
            held = _Kept.held = _read(site_state, held)
    return held.matcher


def _read(site_state: object, held: Held | None) -> Held:
    if held is None:
        terms = _terms_of(signed_at_once(_live()))
        return Held(site_state, terms, _matcher(terms))
    now = dict.fromkeys(_live().values_list("pk", "digest"))
    if now.keys() == held.terms.keys():
        return held._replace(site_state=site_state)
    # What is held was made of words that were checked; they are not read again.
    new = [pk for pk, digest in now if (pk, digest) not in held.terms]
    read = _terms_of(signed_at_once(_live().filter(pk__in=new))) if new else {}
    terms = {key: held.terms[key] for key in now if key in held.terms} | read
    return Held(site_state, terms, _matcher(terms))


def _terms_of(rows: list[Edition]) -> dict[Key, Term | None]:
    # A meaning opens on pages that bear a badge of their own.
    return {(each.pk, each.digest): term_of(each.snapshot) if each.badge else None for each in rows}


def _matcher(terms: dict[Key, Term | None]) -> Matcher:
    return Matcher(term for term in terms.values() if term)


def term_of(snapshot: Snapshot) -> Term:
    page = GlossaryPage.read(snapshot)
    return Term(
        slug=page.slug,
        name=page.title,
        meaning=page.summary,
        pronunciation=page.pronunciation,
        synonyms=tuple(page.synonyms),
        abbreviations=tuple(page.abbreviations),
    )


def _live() -> EditionQuerySet:
    return Edition.objects.live().filter(kind=ENTRY).order_by()
