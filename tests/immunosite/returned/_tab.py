"""A browser's tab without script: it opens pages, fills in their forms and sends them."""

from typing import Any
from urllib.parse import urljoin

from django.test import Client
from lxml import html

ORIGIN = "http://testserver"


def browser() -> Client:
    """Checks tokens as a server does, and says where its forms stood as browsers do."""
    client = Client(enforce_csrf_checks=True, headers={"origin": ORIGIN})
    client.raise_request_exception = False
    return client


class Form:
    """What a browser would send for one form of a page, and where to."""

    def __init__(self, client: Client, form: Any, page_url: str, button: str = "") -> None:
        self.client = client
        self.url = urljoin(page_url, form.get("action") or page_url)
        self.fields: dict[str, list[str]] = {}
        for blank in form.xpath(".//input[not(@type='checkbox' or @type='radio') and not(@value)]"):
            blank.set("value", "")  # sent by browsers, left out by lxml
        for name, value in form.form_values():
            if "__prefix__" not in name:
                self.fields.setdefault(name, []).append(value)
        if button:
            self.fields[button] = ["x"]
        self.labels = [each.text_content().strip() for each in form.iter("button")]

    def send(self, **values: str) -> Any:
        fields = self.fields | {name: [value] for name, value in values.items()}
        return self.client.post(self.url, fields)


def forms(client: Client, response: Any, url: str) -> list[Form]:
    page = html.fromstring(response.content.decode())
    return [Form(client, form, url) for form in page.forms if form.method == "POST"]


def opened(client: Client, url: str, holding: str) -> Form:
    """The form of the page that has a field of this name."""
    response = client.get(url)
    assert response.status_code == 200, response.status_code
    return next(form for form in forms(client, response, url) if holding in form.fields)


def given_back(client: Client, response: Any, url: str) -> list[Form]:
    """The forms of a page that gives typed text back."""
    return forms(client, response, url)


def words_of(response: Any) -> str:
    """All that the page says, as somebody reads it."""
    main = html.fromstring(response.content.decode()).get_element_by_id("main")
    return " ".join(main.text_content().split())
