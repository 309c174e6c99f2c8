"""Foreign rows in the site's own terms: which column is which field, and in what form it comes."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, TextField

from editorial.models import Document
from editorial.text.characters import clean_text, refused_in
from editorial.text.incoming import Incoming, LeftOut, Unreadable, What, of_schema, transform
from editorial.text.plain_text import shortened
from immunosite.importing import markdown, text_to_html
from immunosite.importing.columns import KIND, Columns, columns_of, kind_names
from immunosite.importing.deriving import first_sentences
from immunosite.importing.files import BODY
from immunosite.importing.rows import BadRow, Row

FORMS: dict[str, Callable[[str], str]] = {"markdown": markdown.to_html, "html": str}


@dataclass(frozen=True)
class Mapping:
    """`columns`: field → column; `fixed`: field → value; `source`: a reference's field → column."""

    kind: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    fixed: dict[str, object] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()
    forms: dict[str, str] = field(default_factory=dict)  # rich field → form; Markdown if not named
    derived: tuple[str, ...] = ()
    shortened: tuple[str, ...] = ()

    def check(self) -> None:
        """Raise BadRow when it names a field that the kind does not have."""
        names = [self.kind] if self.kind else kind_names()
        kinds = [columns_of(Document.model_of(name)) for name in names]
        known = {name for kind in kinds for name in kind.names} - {KIND}
        _refuse_unknown({*self.columns, *self.fixed} - known, known)
        rich = {name for kind in kinds for name in kind.rich}
        _refuse_unknown(self.forms.keys() - rich, rich)
        texts = {name for kind in kinds for name in kind.plain if _longest(kind, name)}
        _refuse_unknown({*self.derived, *self.shortened} - texts, texts)

    def read(self, row: Row) -> tuple[type[Document], dict[str, Any], dict[str, object], list[str]]:
        """The row's kind, its values by field, those of its source, and what was left out of its
        long texts, each with its field. Raises BadRow."""
        given = dict(row.values)
        body = given.pop(BODY, "")
        model = self._model(given)
        kind = columns_of(model)
        source = {name: given.get(column) for name, column in self.source.items()}
        values = {name: given.get(column) for name, column in self.columns.items()}
        rest = {name: value for name, value in given.items() if name not in self._used}
        _refuse_unknown(rest.keys() - kind.names, kind.names)
        values = {**rest, **values, **self.fixed, **_body_fields(kind, body)}
        # In the files of others an empty cell is as good as none.
        values = {name: value for name, value in values.items() if value not in (None, "")}
        left_out = self._in_form(kind, values)
        return model, values, source, left_out

    @property
    def _used(self) -> set[str]:
        return {*self.columns.values(), *self.source.values(), *self.ignored}

    def unknown(self, row: Row) -> tuple[list[str], list[str]]:
        """The columns that `read` would refuse, and those that it knows."""
        try:
            known = columns_of(self._model(row.values)).names
        except BadRow:  # read says so
            return [], []
        return sorted(row.values.keys() - known - self._used - {BODY}), sorted(known)

    def _model(self, given: dict[str, object]) -> type[Document]:
        name = given.get(KIND) or self.kind
        if not name:
            raise BadRow(f"kind: is missing; give it in the row or as --kind ({_kinds()}).")
        if self.kind and name != self.kind:
            raise BadRow(f"kind: is “{name}”, but only {self.kind} is imported.")
        try:
            return Document.model_of(str(name))
        except LookupError:
            raise BadRow(f"kind: there is none called “{name}” ({_kinds()}).") from None

    def _in_form(self, kind: Columns, values: dict[str, Any]) -> list[str]:
        """Rich text in the schema, missing texts from the first sentences, long ones cut where
        asked. Gives what was left out."""
        wrong = [name for name in kind.rich if not isinstance(values.get(name, ""), str)]
        if wrong:
            raise BadRow(*(f"{name}: must be text." for name in wrong))
        left_out = []
        for name in [name for name in kind.rich if name in values]:
            try:
                values[name], said = _rich(self.forms.get(name, "markdown"), values[name])
            except Unreadable as error:
                raise BadRow(f"{name}: {error.message}") from None
            except BadRow as error:
                raise BadRow(*(f"{name}: {message}" for message in error.messages)) from None
            left_out += [f"{name}: {message}" for message in said]
        for name in [name for name in self.derived if name in kind.plain]:
            values.setdefault(name, self._derive(kind, name, values))
        for name in self.shortened:
            if isinstance(values.get(name), str):
                text = " ".join(values[name].split())
                values[name] = shortened(text, _longest(kind, name))
        return left_out

    def _derive(self, kind: Columns, name: str, values: dict[str, Any]) -> str:
        text = next((values[rich] for rich in kind.rich if values.get(rich)), "")
        return first_sentences(text, _longest(kind, name))


def _rich(form: str, text: str) -> tuple[str, list[str]]:
    """The text in the schema, and what was left out of it. Raises BadRow, Unreadable."""
    # An entity in HTML is looked at once it is decoded.
    found = refused_in(text) if form != "html" else []
    incoming = _incoming(form, clean_text(text) if form != "html" else text)
    found += incoming.refused
    if misleading := [str(each) for each in found if each.sort.misleads]:
        raise BadRow(*misleading)
    unseen = len(found) - len(incoming.refused)
    told = [f"{LeftOut(What.UNSEEN, unseen)}."] if unseen else []
    return incoming.html, told + incoming.messages


def _incoming(form: str, text: str) -> Incoming:
    if form == "plain":
        return Incoming(of_schema(text_to_html.to_html(text).replace("\n", "")))
    return transform(FORMS[form](text))


def _body_fields(kind: Columns, body: str) -> dict[str, str]:
    """A Markdown file's text: the one rich field, or its sections by their headings."""
    if not body.strip():
        return {}
    if len(kind.rich) == 1:
        return {next(iter(kind.rich)): body}
    before, parts = markdown.sections(body)
    headings = [heading for heading, _ in parts]
    faults = [f"“## {heading}” is no section of this kind." for heading in headings
              if heading not in kind.headings]  # fmt: skip
    faults += [f"“## {heading}” stands here twice." for heading in {*headings}
               if headings.count(heading) > 1]  # fmt: skip
    if before:
        faults.append("the text must begin with a section: “## " + "”, “## ".join(kind.headings))
    if faults:
        raise BadRow(*faults)
    return {kind.headings[heading]: text.strip() for heading, text in parts}


def _longest(kind: Columns, name: str) -> int:
    """How many characters the field takes; 0 for a field that is no text of a set length."""
    model_field = kind.plain.get(name)
    if isinstance(model_field, CharField | TextField) and not model_field.choices:
        return model_field.max_length or 0
    return 0


def _refuse_unknown(names: AbstractSet[str], known: AbstractSet[str]) -> None:
    if names:
        unknown = ", ".join(sorted(map(str, names)))
        raise BadRow(f"unknown field: {unknown}. Known: {', '.join(sorted(known))}.")


def _kinds() -> str:
    return ", ".join(kind_names())
