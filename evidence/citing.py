"""Citing: markers in the text become numbers, and the sources are listed in the same order."""

import re
from collections import Counter
from collections.abc import Iterable

from evidence.ama import ama_html
from evidence.markers import keys_of, mapped, marked_keys, replaced
from evidence.models import Reference


def cite(
    rich: dict[str, object], references: Iterable[Reference]
) -> tuple[dict[str, object], list[dict[str, object]]]:
    """The rich text with numbers in place of markers, and the list of sources, as plain JSON.

    `rich` holds only rich text (safe HTML), in the order of the page, nested as it likes.
    `references` are those attached to the document, in the order of position. What the text does
    not cite is listed last. A marker of an unknown key stays; `unknown_keys` must block it.
    """
    numbering = Numbering(references)
    cited = {
        name: mapped(value, lambda html: replaced(html, numbering.superscript))
        for name, value in rich.items()
    }
    return cited, numbering.sources()


def unknown_keys(rich: object, references: Iterable[Reference]) -> list[str]:
    known = {reference.key for reference in references}
    return [key for key in marked_keys(rich) if key not in known]


class Numbering:
    """Numbers sources as they first appear, and counts how often each is cited."""

    def __init__(self, references: Iterable[Reference]) -> None:
        self.references = {reference.key: reference for reference in references}
        self.numbers: dict[str, int] = {}
        self.cited: Counter[str] = Counter()

    def superscript(self, group: re.Match[str]) -> str:
        """AMA 3.6: in ascending order, commas without spaces, after a full stop or comma."""
        keys = dict.fromkeys(keys_of(group))
        if not keys.keys() <= self.references.keys():
            return group[0]
        for key in keys:
            self.numbers.setdefault(key, len(self.numbers) + 1)
        links = ",".join(self.link(key) for key in sorted(keys, key=self.numbers.__getitem__))
        return f'{group["stop"]}<sup class="citation">{links}</sup>'

    def link(self, key: str) -> str:
        number = self.numbers[key]
        self.cited[key] += 1
        return (
            f'<a href="#source-{number}" id="cite-{number}-{self.cited[key]}"'
            f' aria-label="Source {number}">{number}</a>'
        )

    def sources(self) -> list[dict[str, object]]:
        rest = (key for key in self.references if key not in self.numbers)
        return [
            self.source(number, self.references[key])
            for number, key in enumerate([*self.numbers, *rest], start=1)
        ]

    def source(self, number: int, reference: Reference) -> dict[str, object]:
        """`cited` says how many links back there are: #cite-<number>-1 to -<cited>."""
        return {
            "number": number,
            "key": reference.key,
            "html": ama_html(reference),
            "doi": reference.doi,
            "pmid": reference.pmid,
            "pmcid": reference.pmcid,
            "url": reference.url,
            "cited": self.cited[reference.key],
        }
