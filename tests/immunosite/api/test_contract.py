"""The API's contract: a sound document, and code and answers that keep to it."""

import json
import re

import pytest
from django.urls import get_resolver
from jsonschema import Draft202012Validator

from articles.choices import Genre, Mechanism, Route
from editorial.kinds import all_kinds
from immunosite.api.contract import DOCUMENT, operations, resolved
from immunosite.inline_scripts import SCRIPTS
from tests.immunosite.api.client import check

KINDS = [kind.name for kind in all_kinds()]
PARAMETERS = DOCUMENT["components"]["parameters"]


def nodes(node):
    if isinstance(node, dict):
        yield node
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from nodes(each)


def test_every_schema_is_one_and_every_reference_leads_somewhere():
    for node in nodes(DOCUMENT):
        assert resolved(node)
    for schema in DOCUMENT["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_the_document_and_the_addresses_are_the_same():
    api = next(each for each in get_resolver().url_patterns if str(each.pattern) == "api/v1/")
    served = {"/" + re.sub(r"<\w+:(\w+)>", r"{\1}", str(each.pattern)) for each in api.url_patterns}
    served -= {"/{rest}", "/docs/"}
    described = set()
    for path, _ in operations():
        described |= {path.replace("{kind}", kind) for kind in KINDS}
    assert served == described


def test_choices_are_those_of_the_site():
    assert DOCUMENT["components"]["schemas"]["Kind"]["enum"] == KINDS
    for name, choices in {"genre": Genre, "mechanism": Mechanism, "route": Route}.items():
        assert PARAMETERS[name]["schema"]["enum"] == choices.values


def test_it_is_served_as_it_is_written(client, db):
    response = client.get("/api/v1/openapi.json")
    assert json.loads(response.content) == DOCUMENT
    assert DOCUMENT["openapi"] == "3.1.0"


def test_an_answer_that_breaks_the_contract_is_found(client, edition):
    response = client.get(f"/api/v1/pages/article/{edition.slug}/")
    response.content = response.content.replace(b'"overdue"', b'"fresh"')
    with pytest.raises(AssertionError, match="overdue"):
        check("/pages/{kind}/{slug}/", response)


def test_the_docs_name_every_address_parameter_and_answer(client, db):
    page = client.get("/api/v1/docs/").content.decode()
    for path, operation in operations():
        assert f"<code>{path}</code>" in page
        assert operation["summary"] in page
    for name in [*PARAMETERS, *DOCUMENT["components"]["schemas"]["SignOff"]["properties"]]:
        assert f"<code>{name}</code>" in page


def test_the_docs_run_no_script_of_their_own_and_load_nothing_from_elsewhere(client, db):
    response = client.get("/api/v1/docs/")
    page = response.content.decode()
    # The search box in the head of every page suggests.
    page = page.replace(f'<script type="module">{SCRIPTS["search.js"]}</script>', "")
    assert set(re.findall("<script[^>]*", page)) <= {'<script type="application/ld+json"'}
    assert "style=" not in page
    assert not re.search(r'(src|href)="(https?:)?//(?!localhost)', page)
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
