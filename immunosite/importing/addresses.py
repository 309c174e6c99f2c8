"""The addresses that an import gives: each once, and where one is missing, made from the title."""

from collections import Counter
from typing import Any

from editorial.models import Document
from editorial.text.slugs import slug_of
from immunosite.importing.rows import BadRow, Place

Address = tuple[str, str]  # kind, slug


class Addresses:
    def __init__(self) -> None:
        self.places: dict[Address, Place] = {}
        self.taken: dict[Address, Place] = {}  # in small letters: capitals tell no two apart
        self.numbers: Counter[Address] = Counter()

    def give(self, model: type[Document], values: dict[str, Any], place: Place) -> Address:
        """Note the row's slug, which no other may have; make one where it gives none.

        One made from a title is numbered within the import only: importing a file a second time
        must be refused, and not double every page.
        """
        kind, slug = str(model._meta.model_name), _line(values.get("slug"))
        if not slug and (title := _line(values.get("title"))):
            slug = values["slug"] = self._slug_of(kind, title)
        elif first := self.taken.get((kind, slug.lower())):
            raise BadRow(f"slug: “{slug}” stands at {first} already.")
        if slug:
            self.places[kind, slug] = self.taken[kind, slug.lower()] = place
        return kind, slug

    def _slug_of(self, kind: str, title: str) -> str:
        slug = slug_of(title)
        if not slug:
            raise BadRow("slug: none can be made from the title; give one.")
        made = slug
        while (kind, made) in self.taken:
            self.numbers[kind, slug] += 1
            made = f"{slug}-{self.numbers[kind, slug] + 1}"
        return made


def _line(value: object) -> str:
    """Empty where it is no text: the form says so."""
    is_text = isinstance(value, str | int) and not isinstance(value, bool)
    return " ".join(str(value).split()) if is_text else ""
