"""The terms that readers may see now: those of the glossary's live editions, and nothing else."""

from typing import Any, NamedTuple

from django.db.models import Aggregate, TextField, Value
from django.utils.html import strip_tags

from editorial.models import Edition
from editorial.models.edition import EditionQuerySet
from glossary.matcher import Matcher, Term
from glossary.pages import GlossaryPage

ENTRY = "glossaryentry"


class Joined(Aggregate):
    """All values as one text, in no particular order."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return super().as_sql(compiler, connection, function="STRING_AGG", **extra)


class Held(NamedTuple):
    joined: str | None  # the database's answer that this is good for; None: for no answer
    digests: frozenset[str]
    matcher: Matcher


class _Kept:
    """What this process compiled last. Replaced as a whole, so threads need no lock."""

    held: Held | None = None


def live_matcher() -> Matcher:
    """The matcher for the entries in force at this moment. One query; two after a change.

    It is kept under the digests of exactly these entries. A digest stands for one text for ever, so
    whatever brings an edition in or out, an act or the clock, gives another key, and no matcher can
    be older than the answer of the database.
    """
    held = _Kept.held
    if held is None:
        held = _Kept.held = _read()
        return held.matcher
    joined = _live().aggregate(joined=Joined("digest", Value(",")))["joined"] or ""
    if joined != held.joined:
        held = _Kept.held = _compiled(joined, held)
    return held.matcher


def _compiled(joined: str, held: Held) -> Held:
    digests = frozenset(joined.split(",")) - {""}
    if digests == held.digests:  # the same, told in another order
        return held._replace(joined=joined)
    read = _read()
    # Should something be published between the two queries, the key is of what was read, and the
    # next page asks again.
    return read._replace(joined=joined if read.digests == digests else None)


def _read() -> Held:
    rows = list(_live().values_list("digest", "content"))
    matcher = Matcher(term_of(content) for _, content in rows)
    return Held(None, frozenset(digest for digest, _ in rows), matcher)


def term_of(snapshot: dict[str, Any]) -> Term:
    page = GlossaryPage.read(snapshot)
    return Term(
        slug=page.slug,
        name=page.title,
        meaning=page.summary or " ".join(strip_tags(page.patient_definition).split()),
        pronunciation=page.pronunciation,
        synonyms=tuple(page.synonyms),
        abbreviations=tuple(page.abbreviations),
    )


def pointing_to(document_id: int) -> EditionQuerySet:
    """Live pages, other than entries, whose signed text names this term for further reading.

    Which pages a term is linked on is not kept anywhere: links are made while rendering, and change
    whenever any entry does.
    """
    live = Edition.objects.live().about(document_id, role="see_also")
    return live.exclude(kind=ENTRY).for_list()


def _live() -> EditionQuerySet:
    return Edition.objects.live().filter(kind=ENTRY).order_by()
