"""What a page is about, for each kind: its `mainEntity`."""

from collections.abc import Callable, Iterable
from urllib.parse import quote

from articles.kinds import ARTICLE, CONDITION, THERAPY
from articles.templatetags.therapies import routes
from editorial.models import Edition
from editorial.text.plain_text import words_of
from glossary.views import ENTRY
from immunosite.absolute_url import absolute_url
from immunosite.machines.structured_data.nodes import Node, node
from immunosite.machines.structured_data.shown import Shown
from immunosite.templatetags.site import room

NCIT = "https://ncit.nci.nih.gov/ncitbrowser/ConceptReport.jsp?dictionary=NCI_Thesaurus&code="
MESH = "https://meshb.nlm.nih.gov/record/ui?ui="


def question(shown: Shown) -> Node:
    """The staff's own answer: QAPage, which is for answers by users, would be wrong."""
    page = shown.page
    if not (page.is_question and page.short_answer):
        return {}
    answer = node("Answer", text=page.short_answer, url=shown.url)
    return node("Question", name=page.title, acceptedAnswer=answer)


def therapy(shown: Shown) -> Node:
    page = shown.page
    risks = [node("MedicalEntity", name=risk.name) for risk in page.risks]
    how = routes(page.routes)
    return _subject("MedicalTherapy", shown, howPerformed=how, adverseOutcome=risks)


def condition(shown: Shown) -> Node:
    treatments = named("MedicalTherapy", shown.named_by(THERAPY))
    other_names = shown.page.synonyms
    return _subject(
        "MedicalCondition", shown, alternateName=other_names, possibleTreatment=treatments
    )


def term(shown: Shown) -> Node:
    page, place = shown.page, room(shown.edition)
    return node(
        "DefinedTerm",
        name=page.title,
        alternateName=[*page.synonyms, *page.abbreviations],
        description=words_of(page.patient_definition or page.professional_definition),
        url=shown.url,
        inDefinedTermSet=node("DefinedTermSet", name=place.many, url=absolute_url(place.url)),
        sameAs=_codes(page.ncit_code, page.mesh_code),
    )


def _codes(ncit: str, mesh: str) -> list[str]:
    """The same term in other vocabularies. Not `termCode`, which counts within our own."""
    given = [(NCIT, ncit), (MESH, mesh)]
    return [f"{vocabulary}{quote(code)}" for vocabulary, code in given if code]


def _subject(kind: str, shown: Shown, **properties: object) -> Node:
    return node(kind, name=shown.page.title, description=shown.page.summary, **properties)


def named(kind: str, editions: Iterable[Edition]) -> list[Node]:
    """Other pages' subjects, by the names that those pages have now."""
    return [
        node(kind, name=edition.title, url=absolute_url(edition.get_absolute_url()))
        for edition in editions
    ]


SUBJECTS: dict[str, Callable[[Shown], Node]] = {
    ARTICLE: question,
    THERAPY: therapy,
    CONDITION: condition,
    ENTRY: term,
}


def subject_of(shown: Shown) -> Node:
    """Empty for a kind that has no line above: a page without it is better than none."""
    subject = SUBJECTS.get(shown.edition.kind)
    return subject(shown) if subject else {}
