"""What a page of each kind is about, in schema.org's words."""

from articles.kind_names import THERAPY
from articles.pages import ArticlePage, ConditionPage, TherapyPage
from editorial.public.schema_org import Node, Shown, named, node


def question(shown: Shown) -> Node:
    """The staff's own answer: QAPage, which is for answers by users, would be wrong."""
    page = shown.page_as(ArticlePage)
    if not (page.is_question and page.short_answer):
        return {}
    answer = node("Answer", text=page.short_answer, url=shown.url)
    return node("Question", name=page.title, acceptedAnswer=answer)


def therapy(shown: Shown) -> Node:
    page = shown.page_as(TherapyPage)
    risks = [node("MedicalEntity", name=risk.name) for risk in page.risks]
    how = page.routes_in_words
    return _subject("MedicalTherapy", shown, howPerformed=how, adverseOutcome=risks)


def condition(shown: Shown) -> Node:
    treatments = named("MedicalTherapy", shown.backlinks_from(THERAPY))
    other_names = shown.page_as(ConditionPage).synonyms
    return _subject(
        "MedicalCondition", shown, alternateName=other_names, possibleTreatment=treatments
    )


def _subject(kind: str, shown: Shown, **properties: object) -> Node:
    return node(kind, name=shown.page.title, description=shown.page.summary, **properties)
