"""Receipts and the keys that signed them, for whoever wants to check a page elsewhere."""

import json

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from editorial.models import Edition
from editorial.passages import inclusion_proof, passages_of
from editorial.public.history import of_live_page, readable_edition
from editorial.receipts.key_set import jwks

MEDIA_TYPE = "application/jose+json"  # RFC 7515, section 9.2.1


@of_live_page
def show_receipt(request: HttpRequest, live: Edition, number: int) -> HttpResponse:
    """Of any edition that was ever public; of a withdrawn one too, since it holds no word of the
    text. Raises Http404."""
    public = Edition.objects.ever_public().filter(document=live.document_id, number=number)
    edition = public.select_related("receipt").first()
    if edition is None or not hasattr(edition, "receipt"):
        raise Http404("There is no such receipt.")
    return JsonResponse(edition.receipt.jws, content_type=MEDIA_TYPE)


@of_live_page
def show_proof(request: HttpRequest, live: Edition, number: int, name: str) -> HttpResponse:
    """Of one passage, by its name: that it belongs to the root in the receipt (RFC 9162, 2.1.3).
    Where a passage stands twice, of the first. Raises Http404."""
    edition = readable_edition(request, live, number)
    if isinstance(edition, HttpResponse):
        return edition
    passages = passages_of(edition.snapshot)
    index = next((place for place, each in enumerate(passages) if each.name == name), None)
    if index is None:
        raise Http404("There is no such passage in this edition.")
    leaves = [each.leaf for each in passages]
    steps = [step.hex() for step in inclusion_proof(leaves, index)]
    return JsonResponse({"leaf": json.loads(leaves[index]), "index": index, "path": steps})


def show_keys(request: HttpRequest) -> HttpResponse:
    """RFC 7517: every key that a receipt was ever signed with, each with its dates."""
    return JsonResponse(jwks(), content_type="application/jwk-set+json")
