"""Asking the API as a client does; every answer is checked against the contract."""

from datetime import datetime
from typing import Any

from django.test import Client
from jsonschema import Draft202012Validator, FormatChecker

from immunosite.api.contract import DOCUMENT, resolved

API = "/api/v1"
FORMATS = FormatChecker()


@FORMATS.checks("date-time", raises=ValueError)
def is_moment(value: object) -> bool:
    return not isinstance(value, str) or bool(datetime.fromisoformat(value))


def check(path: str, response: Any) -> None:
    """The status, media type and body are described at this address of the document."""
    operation = DOCUMENT["paths"][path]["get"]
    described = operation["responses"].get(str(response.status_code))
    assert described, f"{response.status_code} is not described at {path}"
    for media_type, body in resolved(described).get("content", {}).items():
        assert response.headers["Content-Type"] == media_type
        errors = list(_validator(body["schema"]).iter_errors(_json(response)))
        assert not errors, "\n".join(f"{each.json_path}: {each.message}" for each in errors)


def _validator(schema: dict[str, Any]) -> Draft202012Validator:
    # With the components, because that is where its references lead.
    whole = {**schema, "components": DOCUMENT["components"]}
    return Draft202012Validator(whole, format_checker=FORMATS)


def _json(response: Any) -> Any:
    return response.json()


def ask(path: str, *, status: int = 200, described_at: str = "", **query: Any) -> Any:
    """The answer's JSON, or the response itself where it is a redirect."""
    response = Client().get(API + path, query)
    assert response.status_code == status, response.content[:300]
    check(described_at or template_of(path), response)
    return response if status == 301 else response.json()


def template_of(path: str) -> str:
    """The address in the document: /pages/article/x/ is /pages/{kind}/{slug}/."""
    names = ["", "pages", "{kind}", "{slug}", "history", "{number}"]
    parts = path.strip("/").split("/")
    if parts[0] != "pages":
        return path
    return "/".join(names[: len(parts) + 1]) + "/"


def page_of(edition: Any, rest: str = "") -> str:
    return f"/pages/{edition.kind}/{edition.slug}/{rest}"


def walk(path: str, **query: Any) -> list[dict[str, Any]]:
    """All items of a list, by following `next`."""
    answer = ask(path, **query)
    items: list[dict[str, Any]] = answer["items"]
    while following := answer["next"]:
        response = Client().get(following.removeprefix("http://localhost"))
        check(template_of(path), response)
        answer = _json(response)
        items += answer["items"]
    return items
