"""The kind of document that this app keeps."""

from editorial.kinds import Kind
from editorial.public.schema_org import Node, Shown, node
from tests.fifth_kind.pages import TrialPage


def trial(shown: Shown) -> Node:
    page = shown.page
    return node("MedicalTrial", name=page.title, alternateName=page.synonyms)


KINDS = (
    Kind(
        model="fifth_kind.Trial",
        singular="Clinical trial",
        plural="Clinical trials",
        list_name="Trials",
        description="What is being tried out now.",
        path="clinical-trials",
        urls="tests.fifth_kind.urls",
        page=TrialPage,
        template="fifth_kind/_trial.html",
        subject=trial,
        topic="trial",
        schema_type="MedicalTrial",
    ),
)
