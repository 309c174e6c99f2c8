"""The small site whose addresses `_page_types.py` lists, built by walking the workflow."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

from django.utils import timezone

from articles.choices import Mechanism
from editorial import acts
from editorial.models import RiskLevel
from evidence.library import save_reference
from evidence.models import Reference
from tests import cast

WIDE = (
    '<table><tbody><tr><th colspan="1" rowspan="1"><p>Immunosuppression</p></th>'
    "<th><p>Corticosteroids</p></th><th><p>Hypophysitis</p></th><th><p>Thyroiditis</p></th></tr>"
    "<tr><td><p>Two</p></td><td><p>Three</p></td><td><p>Four</p></td><td><p>Five</p></td></tr>"
    "</tbody></table>"
)
TEXT = (
    "<h2>What it is</h2><p>An antigen meets an <strong>antibody</strong>.[@smith-2024]</p>"
    f"<h2>Side effects</h2><h3>In numbers</h3>{WIDE}<ul><li><p>One</p></li><li><p>Two</p></li></ul>"
    "<blockquote><p>Ask your team.</p></blockquote><h2>Words</h2>"
    "<p>Pneumonoultramicroscopicsilicovolcanoconiosis, and a "
    '<a href="https://www.example.org/">link</a>.</p>'
)
PER_PAGE = 24  # of a list


class PageWorld:
    def __init__(self) -> None:
        with long_ago():  # the people, too: no act is put on record before the last one
            self.people()
            self.signed(cast.article(self.wen, slug="overdue"))
            soon = timezone.now() + timedelta(days=9)
            self.signed(cast.article(self.wen, slug="run-out", expire_at=soon))
        save_reference(source(), by=self.wen)
        self.words()
        self.therapies()
        self.articles()
        self.taken_back()

    def people(self) -> None:
        self.wen, self.edda = cast.person("Wen", "Writer"), cast.person("Edda", "Editor")
        self.mei, self.ravi = cast.clinician("Mei", "Reviewer"), cast.clinician("Ravi", "Reviewer")

    def signed(self, document: Any) -> Any:
        cast.publish(document, self.wen, self.mei)
        return document

    def signed_twice(self, document: Any) -> Any:
        """Edition 1 is an old one, and differs."""
        self.signed(document)
        newer = acts.revise(document, by=self.wen).specific
        field = newer.rich_fields[0]
        setattr(newer, field, getattr(newer, field).replace("text", "words") + "<p>More.</p>")
        newer.change_note = "One word was wrong."
        return self.signed(cast.save(newer, self.wen))

    def words(self) -> None:
        antigen = cast.entry(
            self.wen,
            title="Antigen",
            slug="antigen",
            pronunciation="AN-ti-jen",
            synonyms="immunogen",
            abbreviations="Ag",
            professional_definition="<p>An epitope’s bearer.</p>",
            ncit_code="C275",
            mesh_code="D000941",
        )
        self.antigen = self.signed_twice(antigen)
        self.signed(cast.entry(self.wen, title="Antibody", slug="antibody"))

    def therapies(self) -> None:
        melanoma = cast.condition(
            self.wen, title="Melanoma", slug="melanoma", synonyms="Skin cancer\nMM"
        )
        self.melanoma = self.signed_twice(melanoma)
        for mechanism in Mechanism.values:
            self.signed(
                cast.therapy(
                    self.wen, title=f"Therapy by {mechanism}", slug=mechanism, mechanism=mechanism,
                    conditions=[self.melanoma],
                )
            )  # fmt: skip
        points = "First point.\nSecond point."
        cell = cast.therapy(
            self.wen, title="CAR T-cell", slug="car-t", mechanism="cell", key_points=points
        )
        self.cell = self.signed_twice(cell)

    def articles(self) -> None:
        relations = {
            "therapies": [self.cell],
            "conditions": [self.melanoma],
            "see_also": [self.antigen],
        }
        points = "First point.\nSecond point."
        everything = cast.article(
            self.wen, slug="everything", body=TEXT, key_points=points, **relations
        )
        self.signed(everything)
        self.signed_twice(cast.article(self.wen, slug="how-it-works"))
        answer = {"genre": "question", "short_answer": "A little, for a day or two."}
        self.signed(cast.article(self.wen, title="Does it hurt?", slug="does-it-hurt", **answer))
        high = cast.submit(cast.article(self.wen, slug="high-risk", risk=RiskLevel.HIGH), self.wen)
        cast.sign(high, self.ravi)
        cast.sign(high, self.mei)
        for _ in range(PER_PAGE):
            self.signed(cast.article(self.wen))

    def taken_back(self) -> None:
        back = cast.article(self.wen, slug="came-back")
        for document in (cast.article(self.wen, slug="taken-back"), back):
            self.signed(document)
            acts.withdraw(document, by=self.edda, reason="A study was retracted.")
        newer = acts.revise(back, by=self.wen).specific
        newer.body = newer.body.replace("Some", "Sound")
        self.signed(cast.save(newer, self.wen))


@contextmanager
def long_ago() -> Iterator[None]:
    """The acts inside happened so long ago that the review has run out since."""
    then = timezone.now() - timedelta(days=400)
    with patch("django.utils.timezone.now", lambda: then):
        yield


def source() -> Reference:
    return Reference(
        key="smith-2024",
        title="Immune checkpoints",
        authors="Smith J",
        container="The Journal",
        year=2024,
        doi="10.1000/xyz(1)",
        pmid="12345678",
    )
