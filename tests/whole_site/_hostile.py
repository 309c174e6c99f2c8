"""What a stranger sends instead of what a form asks for, and the forms to send it with."""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html

Values = dict[str, list[str]]
MISSING: list[str] = []
COUNT = "-TOTAL_FORMS"
# No number, no text, no row; what overflows 64 bits, SQLite, PostgreSQL or a calendar; digits that
# are none to a database; and two answers where one is asked for.
HOSTILE: dict[str, list[str]] = {
    "a word": ["x"],
    "nothing": [""],
    "zero": ["0"],
    "negative": ["-1"],
    "40 digits": ["9" * 40],
    "5,000 digits": ["9" * 5_000],
    "beyond 64 bits": [str(2**63)],
    "beyond 32 bits": [str(2**31)],
    "NUL": ["a\x00b"],
    "an Arabic 3": ["٣"],
    "1e9": ["1e9"],
    "1_0": ["1_0"],
    "half a pair": ["\ud800".encode("utf-8", "surrogatepass").decode("latin-1")],
    "year 0": ["0000-00-00"],
    "year 99999": ["99999-12-31T23:59"],
    "the last day": ["9999-12-31"],
    "a bracket": ["("],
    "JSON": ['{"a": [1]}'],
    "two": ["1", "x"],
    "missing": MISSING,
}


@dataclass
class Form:
    url: str
    values: Values

    def with_every_value(self) -> Iterator[Values]:
        """As many variants as there are hostile values; over them, each field has each once."""
        hostile = list(HOSTILE.values())
        for turn in range(len(hostile)):
            strange = {
                name: hostile[(place + turn) % len(hostile)]
                for place, name in enumerate(self.values)
                if not name.endswith(COUNT)  # slow, and asked on its own
            }
            yield self.values | strange

    def with_one(self, what: str) -> Iterator[tuple[str, Values]]:
        """One variant for each field; all else is as it was."""
        for name in self.values:
            yield name, self.values | {name: HOSTILE[what]}


def forms_of(url: str, page: bytes) -> Iterator[Form]:
    """Each form that posts, with what a browser would send from it as it stands."""
    for form in html.document_fromstring(page.decode()).forms:
        if form.method != "POST":
            continue
        values: Values = {name: MISSING for name in form.inputs.keys() if name}  # noqa: SIM118
        for name, value in form.form_values():
            values[name] = [*values.get(name, []), value]
        values.pop("csrfmiddlewaretoken", None)
        yield Form(form.action or url, values)
