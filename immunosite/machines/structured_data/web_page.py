"""The page itself: a MedicalWebPage, whatever it is about; who stands behind it; its sources."""

from datetime import date, datetime
from urllib.parse import quote

from django.urls import reverse
from django.utils import timezone

from editorial.kinds import kind_of, topics
from editorial.models import SignOff
from editorial.proof import Badge
from editorial.public.absolute_url import absolute_url
from editorial.public.page import Source
from editorial.public.schema_org import Node, Shown, named, node
from editorial.text.plain_text import words_of
from immunosite.machines.structured_data.nodes import LANGUAGE, website

CLINICIANS = "https://schema.org/Clinician"


def web_page(shown: Shown) -> Node:
    edition, page = shown.edition, shown.page
    return node(
        "MedicalWebPage",
        url=shown.url,
        name=page.title,
        description=page.summary,
        inLanguage=LANGUAGE,
        isPartOf=website(),
        author=node("Person", name=page.writer),
        datePublished=iso_date(shown.first_published),
        dateModified=iso_date(edition.effective_from),
        version=str(edition.number),
        timeRequired=reading_time(shown),
        **reviewed(shown.badge),
        medicalAudience=audience(shown),
        publishingPrinciples=absolute_url(principles()),
        mainEntity=subject_of(shown),
        about=about(shown),
        citation=[citation(source) for source in page.sources],
    )


def subject_of(shown: Shown) -> Node:
    """Empty where the check was not heard: a page without it is better than none."""
    subject = kind_of(shown.edition.kind).subject
    return subject(shown) if subject else {}


def iso_date(moment: date | datetime) -> str:
    """The date as the page's <time> says it to machines."""
    return (timezone.localdate(moment) if isinstance(moment, datetime) else moment).isoformat()


def audience(shown: Shown) -> list[Node | str]:
    """Patients; and clinicians where a part is written for them."""
    for_professionals = getattr(shown.page, "professional_definition", "")
    patients = node("Patient")
    return [patients, CLINICIANS] if for_professionals else [patients]


def reading_time(shown: Shown) -> str:
    """As an ISO 8601 duration; empty for a glossary term, which says none."""
    minutes = getattr(shown.page, "minutes_to_read", 0)
    return f"PT{minutes}M" if minutes else ""


def about(shown: Shown) -> list[Node]:
    """The topics that the page names."""
    return [
        each
        for role, kind in topics().items()
        for each in named(kind.schema_type, shown.named(role))
    ]


def principles() -> str:
    """How pages are reviewed, in words."""
    return reverse("review-process")


def reviewed(badge: Badge | None) -> Node:
    """The last review and who made it. Nothing where the signatures do not match the text."""
    if badge is None:
        return {}
    return {
        "lastReviewed": iso_date(badge.last_reviewed),
        "expires": iso_date(badge.next_review_due),
        # Who signed one small change has not reviewed the page.
        "reviewedBy": [person(each) for each in badge.sign_offs if each.scope == "whole"],
    }


def person(signature: SignOff) -> Node:
    """A reviewer is a Person: schema.org's Physician is an organisation."""
    team = signature.team and node("Organization", name=signature.team)
    return node(
        "Person",
        name=signature.printed_name,
        url=absolute_url(reverse("reviewer", args=[signature.signer_slug])),
        hasCredential=node("EducationalOccupationalCredential", name=signature.credentials),
        affiliation=team,
    )


def citation(source: Source) -> Node:
    url, *others = [*links(source), ""]
    return node("CreativeWork", name=words_of(source.html), url=url, sameAs=others[:-1])


def links(source: Source) -> list[str]:
    """As in _partials/sources.html."""
    doi = source.doi and f"https://doi.org/{quote(source.doi)}"
    pubmed = source.pmid and f"https://pubmed.ncbi.nlm.nih.gov/{quote(source.pmid)}/"
    full_text = source.pmcid and f"https://pmc.ncbi.nlm.nih.gov/articles/{quote(source.pmcid)}/"
    return [link for link in (doi, pubmed, full_text, "" if doi else source.url) if link]
