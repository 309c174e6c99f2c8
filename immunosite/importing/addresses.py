"""The addresses that an import gives: each once, and where one is missing, made from the title."""

from collections import Counter

from editorial.text.slugs import slug_of
from immunosite.importing.rows import BadRow, Place
from immunosite.importing.values import Draft

Address = tuple[str, str]  # kind, slug


class Addresses:
    def __init__(self) -> None:
        self.places: dict[Address, Place] = {}
        self.taken: dict[Address, Place] = {}  # in small letters: capitals tell no two apart
        self.numbers: Counter[Address] = Counter()

    def give(self, draft: Draft) -> Address:
        """Note the row's slug, which no other may have; make one where it gives none.

        One made from a title is numbered within the import only: importing a file a second time
        must be refused, and not double every page.
        """
        values, kind = draft.values, str(draft.kind.model._meta.model_name)
        if "slug" not in values:
            values["slug"] = self._slug_of(kind, values.get("title", ""))
        elif first := self.taken.get((kind, values["slug"].lower())):
            raise BadRow(f"slug: “{values['slug']}” stands at {first} already.")
        self.places[kind, values["slug"]] = draft.place
        self.taken[kind, values["slug"].lower()] = draft.place
        return kind, values["slug"]

    def _slug_of(self, kind: str, title: str) -> str:
        slug = slug_of(title)
        if title and not slug:
            raise BadRow("slug: none can be made from the title; give one.")
        made = slug
        while (kind, made) in self.taken:
            self.numbers[kind, slug] += 1
            made = f"{slug}-{self.numbers[kind, slug] + 1}"
        return made
