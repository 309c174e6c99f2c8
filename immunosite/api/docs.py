"""The contract as a page for people: plain HTML, no script."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst

from immunosite.api.contract import DOCUMENT, operations, resolved

Node = dict[str, Any]


def docs(request: HttpRequest) -> HttpResponse:
    schemas = [_schema(name, node) for name, node in DOCUMENT["components"]["schemas"].items()]
    context = {
        "api": DOCUMENT,
        "operations": [_operation(path, each) for path, each in operations()],
        "schemas": [(name, members, said) for name, members, said in schemas if members],
    }
    return render(request, "api/docs.html", context)


def _operation(path: str, operation: Node) -> Node:
    given = [resolved(each) for each in operation.get("parameters", [])]
    return {
        **operation,
        "path": path,
        "parameters": [{**each, "schema": _shown(each["schema"])} for each in given],
        "responses": [
            (status, _response(resolved(each))) for status, each in operation["responses"].items()
        ],
    }


def _response(response: Node) -> Node:
    for body in response.get("content", {}).values():
        answered = _shown(body["schema"])
        listed = body["schema"].get("properties", {}).get("items", {})
        return {**response, "schema": answered["named"] or _shown(listed)["named"]}
    return response


def _schema(name: str, node: Node) -> tuple[str, list[tuple[str, Node]], str]:
    """Its members, those of what it is made from first."""
    parts = [resolved(part) for part in node.get("allOf", [])]
    members = [member for part in parts for member in _schema("", part)[1]]
    members += [(key, _shown(each)) for key, each in node.get("properties", {}).items()]
    return name, members, node.get("description", "")


def _shown(schema: Node) -> Node:
    """The schema with what the page calls it: the name it goes by, or its types."""
    items = schema.get("items", {})
    target = schema.get("$ref") or items.get("$ref", "")
    whole = resolved(schema)
    named = target.rpartition("/")[2]
    if "enum" in whole:
        named = ""
    what = {"named": named, "is_list": "$ref" in items, "what": _type(whole)}
    return {**(whole if not named else schema), **what}


def _type(schema: Node) -> str:
    types = schema.get("type", [part.get("type", "") for part in schema.get("oneOf", [])])
    names = [types] if isinstance(types, str) else types
    return capfirst(" or ".join({"string": "text"}.get(name, name) for name in names))
