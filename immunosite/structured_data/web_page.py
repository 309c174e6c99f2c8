"""The page itself: a MedicalWebPage, whatever it is about."""

from django.urls import NoReverseMatch, reverse

from immunosite.structured_data.node import Node, address, node
from immunosite.structured_data.people import reviewed
from immunosite.structured_data.shown import Shown, day
from immunosite.structured_data.sources import citation
from immunosite.structured_data.subjects import named, subject_of
from immunosite.structured_data.website import LANGUAGE, website

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
        datePublished=day(shown.first_published),
        dateModified=day(edition.effective_from),
        version=str(edition.number),
        timeRequired=reading_time(shown),
        **reviewed(shown.badge),
        medicalAudience=audience(shown),
        publishingPrinciples=address(principles()),
        mainEntity=subject_of(shown),
        about=about(shown),
        citation=[citation(source) for source in page.sources],
    )


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
    therapies = named("MedicalTherapy", shown.named("therapy"))
    return [*therapies, *named("MedicalCondition", shown.named("condition"))]


def principles() -> str:
    """How pages are reviewed, in words."""
    try:
        return reverse("review-process")
    except NoReverseMatch:
        return "/about/review-process/"
