"""The kind of document that this app keeps (`editorial/kinds.py` says what each field means)."""

from editorial.kinds import Kind
from glossary import subjects
from glossary.pages import GlossaryPage

KINDS = (
    Kind(
        model="glossary.GlossaryEntry",
        singular="Glossary term",
        plural="Glossary terms",
        list_name="Glossary",
        description="The words your team may use, from A to Z.",
        path="glossary",
        urls="glossary.urls",
        page=GlossaryPage,
        template="glossary/_entry.html",
        subject=subjects.term,
    ),
)
