"""What a browser would post back from a form of the writers' admin, and where the forms are."""

from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse

from editorial.models import Document


def address(document: Document, page: str = "change", *args: Any) -> str:
    meta = Document.model_of(document.kind)._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[document.pk, *args])


class _Fields(HTMLParser):
    """The fields of the document's form with their values, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.inside = False
        self.select = self.textarea = ""

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        given = dict(attrs)
        if tag == "form":
            self.inside = str(given.get("id", "")).endswith("_form")
        if not self.inside:
            return
        name = given.get("name", "")
        if tag == "input" and name and given.get("type") not in ("submit", "button"):
            if given.get("type") not in ("checkbox", "radio") or "checked" in given:
                self._add(name, given.get("value") or ("on" if "checked" in given else ""))
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in given and self.select:
            self._add(self.select, given.get("value", ""))
        elif tag == "textarea":
            self.textarea = name
            self._add(name, "")

    def handle_data(self, data: str) -> None:
        if self.textarea:
            self.values[self.textarea][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # A browser drops the line break that Django writes after the tag.
            texts = self.values.get(self.textarea)
            if texts:
                texts[-1] = texts[-1].removeprefix("\n").removeprefix("\r\n")
            self.textarea = ""
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.inside = False

    def _add(self, name: str, value: str) -> None:
        self.values.setdefault(name, []).append(value)


def fields_of(html: str) -> dict[str, list[str]]:
    parser = _Fields()
    parser.feed(html)
    values = {k: v for k, v in parser.values.items() if "__prefix__" not in k}
    values.pop("csrfmiddlewaretoken", None)
    return values


def opened(client: Client, url: str) -> dict[str, list[str]]:
    response = client.get(url)
    assert response.status_code == 200, response.status_code
    return fields_of(response.content.decode())


def row(prefix: str, number: int, **values: str) -> dict[str, list[str]]:
    return {f"{prefix}-{number}-{name}": [value] for name, value in values.items()}


def errors(response: Any) -> str:
    return " ".join(str(each) for each in response.context["errors"])
