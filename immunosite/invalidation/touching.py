"""What an act touches, and what an edition does that begins or ends."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from django.db.models import CharField, Value
from django.db.models.functions import Cast

from editorial.acts.reauthentication import WRONG_PASSWORD
from editorial.built_from import EVERYTHING, address, document, kind, naming, signer
from editorial.models import AuditEvent, EditionFacet, SignOff
from editorial.workflow import Act
from immunosite.search.acts import REBUILD, SPELLINGS

# Every page is built from this: what is not understood touches it, and so all pages.
SITE = "site"
# Of these readers see nothing, unless they say which editions they changed.
UNSEEN = {
    *(Act.SUBMIT, Act.RECALL, Act.PLAN_REVIEW, Act.TAKE, Act.GIVE_BACK, Act.COMMENT, Act.ANSWER),
    *(Act.MARK_DONE, Act.RESOLVE, Act.REQUEST_CHANGES, Act.SIGN_OFF, Act.REVISE, Act.REAFFIRM),
    *(Act.DISCARD, Act.BRING_BACK, Act.DISMISS, WRONG_PASSWORD),
}
# Of what search finds, which pages alone show that depend on everything.
OF_SEARCH = {REBUILD, SPELLINGS}
Around = Mapping[int, set[str]]  # by document: the sources that its editions name


class Place(NamedTuple):
    """Where an edition is, was or will be."""

    document: int
    kind: str
    slug: str


def touched_by(acts: Iterable[AuditEvent]) -> Iterator[tuple[int, set[str]]]:
    """The number of each act and what it touches, in their order. One query, or none."""
    places = [(act, places_of(act)) for act in acts]
    around = around_of(each.document for _, rows in places for each in rows or ())
    for act, rows in places:
        if rows is None:
            yield act.sequence, {EVERYTHING} if act.act in OF_SEARCH else {SITE, EVERYTHING}
        elif rows:
            yield act.sequence, set().union(*(touched_at(each, around) for each in rows))


def places_of(act: AuditEvent) -> list[Place] | None:
    """Of the editions that it says it changed; none where readers see nothing of it, None where
    nobody can tell."""
    try:
        facts = act.data.get("editions") or []
        rows = [Place(int(str(f["document"])), str(f["kind"]), str(f["slug"])) for f in facts]
        if rows or act.data.get("withdrawal"):
            return [*rows, Place(int(act.document_id), act.document_kind, "")]
    except (AttributeError, KeyError, TypeError, ValueError):
        return None
    return [] if act.act in UNSEEN else None


def touched_at(place: Place, around: Around) -> set[str]:
    own = {document(place.document), kind(place.kind), address(place.kind, place.slug)}
    return {EVERYTHING, *own, *around.get(place.document, ())}


def around_of(documents: Iterable[int]) -> Around:
    """The documents that their editions name, and whoever signed one. One query, or none."""
    asked = set(documents)
    if not asked:
        return {}
    facets = EditionFacet.objects.filter(edition__document__in=asked, document__isnull=False)
    named = facets.values_list("edition__document", Cast("document", CharField()), Value("naming"))
    signed = SignOff.objects.filter(review__document__in=asked).order_by()
    signers = signed.values_list("review__document", Cast("signer_slug", CharField()), Value(""))
    found: dict[int, set[str]] = defaultdict(set)
    for pk, name, is_document in named.union(signers):
        found[pk].add(naming(int(name)) if is_document else signer(name))
    return found
