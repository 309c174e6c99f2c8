"""Canaries: a site in which every field of everything that is not public holds a word of its own.

`Canaries` hands the words out and remembers where each one is, so that a leak names its source.
"""

import re
from itertools import count
from typing import Any

from django.db import models

from articles.models import Article, Condition, TherapyType
from editorial.models import Document
from editorial.text.rich_text import RichTextField
from evidence.models import Reference
from glossary.models import GlossaryEntry

KINDS: list[type[Document]] = [Article, TherapyType, Condition, GlossaryEntry]
PREFIX = "zq"
# Codes have a form of their own; these digits stand nowhere else.
CODES = {"ncit_code": "C987{:05}", "mesh_code": "D987{:05}"}
# What each word looks like: one pass over a page finds them all, instead of one pass for each.
SHAPE = re.compile(rf"{PREFIX}\d{{5}}canary|[cd]987\d{{5}}")


class Canaries:
    def __init__(self) -> None:
        self.places: dict[str, str] = {}  # by the word in lower case
        self._number = count(10_000)

    def word(self, place: str) -> str:
        return self._planted(f"{PREFIX}{next(self._number)}canary", place)

    def _planted(self, word: str, place: str) -> str:
        if not SHAPE.fullmatch(word.lower()):
            raise ValueError(f"SHAPE does not find {word!r}, so no scan would.")
        self.places[word.lower()] = place
        return word

    def found_in(self, text: str) -> list[str]:
        words = set(SHAPE.findall(text.lower()))
        return sorted(self.places[word] for word in words & self.places.keys())

    def fields(self, model: type[models.Model], place: str) -> dict[str, Any]:
        """A value with a canary for each text field that a writer can fill."""
        fields = [f for f in model._meta.concrete_fields if f.editable and not f.choices]
        texts = (f for f in fields if isinstance(f, models.CharField | models.TextField))
        return {f.name: self._value(f, f"{place}.{f.name}") for f in texts}

    def _value(self, field: Any, place: str) -> str:
        if field.name in CODES:
            return self._planted(CODES[field.name].format(next(self._number)), place)
        word = self.word(place)
        if isinstance(field, RichTextField):
            return f"<h2>{word}</h2><p>{self.word(place)}</p>"
        return word

    def document(self, kind: type[Document], place: str, **given: Any) -> Document:
        """An unsaved document of the kind with a canary in every field."""
        name = kind._meta.model_name
        fields = self.fields(kind, f"{name} {place}") | given
        if kind is TherapyType:
            fields.setdefault("mechanism", "checkpoint")
        if kind is Article:
            fields.setdefault("genre", "question")
        return kind(**fields)

    def reference(self, place: str) -> Reference:
        fields = self.fields(Reference, f"reference {place}")
        number = next(self._number)
        special = {
            "doi": f"10.9999/{self.word('doi ' + place)}",
            "pmid": f"98{number}",
            "pmcid": f"PMC97{number}",
            "url": f"https://example.org/{self.word('url ' + place)}",
            "year": 1987,
        }
        return Reference(**fields | special)
