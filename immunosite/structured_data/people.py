"""Who stands behind a page. A reviewer is a Person: schema.org's Physician is an organisation."""

from django.urls import reverse

from editorial.models import SignOff
from editorial.models.edition import Badge
from immunosite.structured_data.node import Node, address, node
from immunosite.structured_data.shown import day


def reviewed(badge: Badge | None) -> Node:
    """The last review and who made it. Nothing where the signatures do not match the text."""
    if badge is None:
        return {}
    return {
        "lastReviewed": day(badge.last_reviewed),
        "expires": day(badge.next_review_due),
        # Who signed one small change has not reviewed the page.
        "reviewedBy": [person(each) for each in badge.sign_offs if each.scope == "whole"],
    }


def person(signature: SignOff) -> Node:
    team = signature.team and node("Organization", name=signature.team)
    return node(
        "Person",
        name=signature.printed_name,
        url=address(reverse("reviewer", args=[signature.signer_slug])),
        hasCredential=node("EducationalOccupationalCredential", name=signature.credentials),
        affiliation=team,
    )
