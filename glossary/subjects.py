"""What a page of the glossary is about, in schema.org's words."""

from urllib.parse import quote

from editorial.kinds import kind_of
from editorial.public.absolute_url import absolute_url
from editorial.public.schema_org import Node, Shown, node
from editorial.text.plain_text import words_of
from glossary.pages import GlossaryPage

NCIT = "https://ncit.nci.nih.gov/ncitbrowser/ConceptReport.jsp?dictionary=NCI_Thesaurus&code="
MESH = "https://meshb.nlm.nih.gov/record/ui?ui="


def term(shown: Shown) -> Node:
    page, kind = shown.page_as(GlossaryPage), kind_of(shown.edition.kind)
    return node(
        "DefinedTerm",
        name=page.title,
        alternateName=[*page.synonyms, *page.abbreviations],
        description=words_of(page.patient_definition or page.professional_definition),
        url=shown.url,
        inDefinedTermSet=node(
            "DefinedTermSet", name=kind.list_name, url=absolute_url(kind.list_url)
        ),
        sameAs=_codes(page.ncit_code, page.mesh_code),
    )


def _codes(ncit: str, mesh: str) -> list[str]:
    """The same term in other vocabularies. Not `termCode`, which counts within our own."""
    given = [(NCIT, ncit), (MESH, mesh)]
    return [f"{vocabulary}{quote(code)}" for vocabulary, code in given if code]
