"""The contract as `openapi.yaml` says it: requests are read by it, the docs are drawn from it."""

import re
from pathlib import Path
from typing import Any

import yaml
from django.http import HttpRequest

from editorial.kinds import Kind, all_kinds, topics
from immunosite.api.problems import bad_request


def _document() -> dict[str, Any]:
    """The file, with the kinds that this site has, and a parameter for each that is a topic."""
    text = Path(__file__).with_name("openapi.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.safe_load(text)
    kinds = all_kinds()
    document["components"]["schemas"]["Kind"]["enum"] = [kind.name for kind in kinds]
    _put_topics_in(document)
    for tag in document["tags"]:
        tag["description"] = tag["description"].replace("{kinds}", _listed(kinds))
    return document


def _put_topics_in(document: dict[str, Any]) -> None:
    """In the place of the parameter “topic”, one for each topic."""
    known = document["components"]["parameters"]
    pattern = known.pop("topic")
    for name, kind in topics().items():
        said = pattern["description"].format(singular=kind.singular.lower())
        known[name] = {**pattern, "name": name, "description": said}
    of_any_topic = {"$ref": "#/components/parameters/topic"}
    of_topics = [{"$ref": f"#/components/parameters/{name}"} for name in topics()]
    for path in document["paths"].values():
        path["get"]["parameters"] = [
            each
            for given in path["get"].get("parameters", ())
            for each in (of_topics if given == of_any_topic else [given])
        ]


def _listed(kinds: list[Kind]) -> str:
    """“Articles, therapies and conditions”."""
    first, *rest = (kind.plural for kind in kinds)
    names = [first, *(f"{name[:1].lower()}{name[1:]}" for name in rest)]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


DOCUMENT = _document()
# A name or a value that nobody typed by mistake is not repeated in full.
ECHOED = 40


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    """The node itself, or what its `$ref` points at in this document."""
    found: dict[str, Any] = node
    if "$ref" in node:
        found = DOCUMENT
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step]
    return found


def operations() -> list[tuple[str, dict[str, object]]]:
    """Each address with what GET does there."""
    return [(path, item["get"]) for path, item in DOCUMENT["paths"].items()]


def parameters(operation: dict[str, Any], place: str) -> list[dict[str, Any]]:
    given = [resolved(each) for each in operation.get("parameters", [])]
    return [each for each in given if each["in"] == place]


QUERIES = {
    operation["operationId"]: {each["name"]: each for each in parameters(operation, "query")}
    for _, operation in operations()
}


def checked_query(request: HttpRequest, operation_id: str) -> dict[str, Any]:
    """The query's values, typed, defaults filled in. Raises Problem (400).

    A misspelt filter is an error, because an answer to another question looks like an answer."""
    known = QUERIES[operation_id]
    for name in request.GET:
        if name not in known:
            takes = ", ".join(known) or "none"
            raise bad_request(f"There is no parameter “{name[:ECHOED]}” here, only: {takes}.")
    values = {name: _value(request, parameter) for name, parameter in known.items()}
    return {name: value for name, value in values.items() if value is not None}


def _value(request: HttpRequest, parameter: dict[str, Any]) -> object:
    name, schema = parameter["name"], parameter["schema"]
    given = request.GET.getlist(name)
    if len(given) > 1:
        raise bad_request(f"“{name}” is given more than once.")
    if given:
        return _read(name, given[0], schema)
    if parameter.get("required"):
        raise bad_request(f"“{name}” is missing. {parameter['description']}")
    return schema.get("default")


def _read(name: str, text: str, schema: dict[str, Any]) -> str | int:
    if schema["type"] == "integer":
        return _number(name, text, schema)
    if choices := schema.get("enum"):
        if text not in choices:
            raise bad_request(f"“{name}” must be one of: {', '.join(choices)}.")
    elif not schema.get("minLength", 0) <= len(text) <= schema["maxLength"]:
        raise bad_request(f"“{name}” must have 1 to {schema['maxLength']} characters.")
    elif not re.fullmatch(schema["pattern"], text):
        raise bad_request(f"“{name}” has characters that it cannot have.")
    return text


def _number(name: str, text: str, schema: dict[str, Any]) -> int:
    least, most = schema["minimum"], schema["maximum"]
    # Short, so that nobody has us read a number of a million digits.
    if text.isascii() and text.isdigit() and len(text) < 6 and least <= int(text) <= most:
        return int(text)
    raise bad_request(f"“{name}” must be a whole number from {least} to {most}.")
