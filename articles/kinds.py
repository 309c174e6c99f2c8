"""The kinds of document that this app keeps (`editorial/kinds.py` says what each field means)."""

from articles import subjects
from articles.pages import ArticlePage, ConditionPage, TherapyPage
from editorial.kinds import Kind

KINDS = (
    Kind(
        model="articles.Article",
        singular="Article",
        plural="Articles",
        list_name="Articles",
        description="What immunotherapy is, what it can do and what it cannot.",
        path="articles",
        urls="articles.urls",
        page=ArticlePage,
        template="articles/_article.html",
        subject=subjects.question,
    ),
    Kind(
        model="articles.TherapyType",
        singular="Therapy",
        plural="Therapies",
        list_name="Therapies",
        description="How each kind works, how it is given, benefits and risks.",
        path="therapies",
        urls="articles.urls",
        page=TherapyPage,
        template="articles/_therapy.html",
        subject=subjects.therapy,
        topic="therapy",
        schema_type="MedicalTherapy",
    ),
    Kind(
        model="articles.Condition",
        singular="Condition",
        plural="Conditions",
        list_name="Conditions",
        description="The illnesses in which immunotherapy is used.",
        path="conditions",
        urls="articles.urls",
        page=ConditionPage,
        template="articles/_condition.html",
        subject=subjects.condition,
        topic="condition",
        schema_type="MedicalCondition",
    ),
)
