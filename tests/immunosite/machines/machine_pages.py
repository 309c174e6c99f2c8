"""One live page of each kind with every field that is marked up, and how a test reads a page."""

import json
import re
from typing import Any
from urllib.parse import urljoin

from django.test import Client
from lxml import html

from editorial.models import Document, User
from evidence.library import save_reference
from evidence.models import Reference
from tests import cast
from tests._answers import text_of

SITE = "http://localhost"
PAGES = [
    "/articles/what-it-is/",
    "/articles/does-it-hurt/",
    "/therapies/car-t/",
    "/conditions/melanoma/",
    "/glossary/antigen/",
]


def publish_all(wen: User, mei: User) -> dict[str, Document]:
    source = save_reference(_reference(), by=wen)
    melanoma = cast.condition(wen, title="Melanoma", slug="melanoma", synonyms="Skin cancer\nMM")
    cell = cast.therapy(
        wen, title="CAR T-cell", slug="car-t", routes=["vein", "mouth"], conditions=[melanoma]
    )
    term = cast.entry(
        wen,
        title="Antigen",
        slug="antigen",
        synonyms="immunogen",
        abbreviations="Ag",
        patient_definition="<p>What a <em>cell</em> shows.</p><p>More &amp; more.</p>",
        professional_definition="<p>An epitope’s bearer.</p>",
        ncit_code="C275",
        mesh_code="D000941",
    )
    article = cast.article(
        wen,
        title="What “it” is, & why </script> is text",
        slug="what-it-is",
        body=f"<h2>One</h2><p>Text.[@{source.key}]</p>",
        therapies=[cell],
        conditions=[melanoma],
        see_also=[term],
    )
    question = cast.article(
        wen, title="Does it hurt?", slug="does-it-hurt", genre="question", short_answer="A little."
    )
    documents: dict[str, Document] = {d.slug: d for d in (melanoma, cell, term, article, question)}
    for document in documents.values():
        cast.publish(document, wen, mei)
    return documents


def _reference() -> Reference:

    return Reference(
        key="smith-2024",
        title="Immune checkpoints & more",
        authors="Smith J",
        container="The Journal",
        year=2024,
        doi="10.1000/xyz(1)",
        pmid="12345678",
    )


def markup(page: str) -> list[Any]:
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return [json.loads(block) for block in blocks]


def of_type(page: str, kind: str) -> Any:
    return next(each for each in markup(page) if each["@type"] == kind)


def read(address: str) -> Any:
    """The page's own markup."""
    return of_type(text_of(Client().get(address)), "MedicalWebPage")


class Visible:
    """What a reader sees of a page: words, links, dates and language."""

    def __init__(self, page: str) -> None:
        tree = html.fromstring(page)
        self.links = {urljoin(SITE, each) for each in tree.xpath("//a/@href | //link/@href")}
        self.dates = set(tree.xpath("//time/@datetime"))
        self.language = tree.get("lang")
        for hidden in tree.xpath("//script | //style | //head"):
            hidden.drop_tree()
        self.text = squeezed(tree.text_content())

    def shows(self, value: str) -> bool:
        known = self.links | self.dates | {self.language}
        return value in known or squeezed(value) in self.text


def squeezed(text: str) -> str:
    """Without white space, which layout may put between any two elements."""
    return "".join(text.split())
