"""One door for each table of the engine: who writes it, whether by its name or by a relation."""

import ast
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from django.apps import apps
from django.db.models import Model

from tests.architecture._code import Module, name_called


class Door(NamedTuple):
    """Modules that write a table, by how their names begin; "" is any of them."""

    makes: str
    changes: tuple[str, ...] = ()  # or deletes; nobody, where rows are only added


ACTS = ("editorial.acts.",)
DOORS = {
    # What people fill in, in forms: what `save()` does with it is not passed over by an update.
    "Document": Door("", (*ACTS, "editorial.workflow")),
    "User": Door(""),
    "ReviewerProfile": Door(""),
    "ReviewTeam": Door(""),
    # The record.
    "Review": Door("editorial.acts.submission", ACTS),
    "Comment": Door("editorial.acts.comments", ACTS),
    "Answer": Door("editorial.acts.comments"),
    "SignOff": Door("editorial.acts.statement"),
    "KeySignature": Door("editorial.people.own_key"),
    "Edition": Door("editorial.acts.publication", ACTS),
    "EditionFacet": Door("editorial.acts.publication"),
    "EditionPassages": Door("editorial.passages.carried"),
    "Withdrawal": Door("editorial.acts.publication"),
    "Authorship": Door("editorial.passages.ledger"),
    "Receipt": Door("editorial.receipts.issuing"),
    "ReceiptKey": Door("editorial.receipts.keys"),
    "AuditEvent": Door("editorial.record.audit"),
    "IdentityHold": Door("editorial.people.identity", ("editorial.people.identity",)),
    # What is counted and forgotten.
    "RoundSeen": Door("editorial.desk.seen"),
    "SpentCode": Door("editorial.people.second_factor", ("editorial.people.second_factor",)),
    "Tries": Door("editorial.people.limits", ("editorial.people.limits",)),
}
CREATES = {"create", "bulk_create", "get_or_create", "update_or_create", "acreate", "abulk_create"}
CHANGES = {"update", "bulk_update", "delete", "_raw_delete"}


@cache
def tables() -> dict[str, set[str]]:
    """The engine's models, each with the names that lead to its rows: its own and relations."""
    models = apps.get_app_config("editorial").get_models()
    return {model.__name__: {model.__name__, *_relations(model)} for model in models}


def _relations(model: type[Model]) -> Iterator[str]:
    to_others = [field.remote_field for field in model._meta.fields if field.remote_field]
    return (str(each.get_accessor_name()) for each in to_others if not each.hidden)


def other_doors(module: Module) -> Iterator[str]:
    """Rows that are made or changed past the door of their table."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            yield from (f"{module.at(node)} {fault}" for fault in _past_doors(module.name, node))


def _past_doors(module: str, call: ast.Call) -> Iterator[str]:
    called, chain = name_called(call), set(_chain(call.func))
    for model, names in tables().items():
        makes, changes = DOORS[model]
        made = called == model or (called in CREATES and chain & names)
        if made and not module.startswith(makes):
            yield f"makes a {model} outside {makes}"
        if called in CHANGES and chain & names and not module.startswith(changes):
            yield f"changes a {model} outside {' and '.join(changes) or 'any module'}"


def _chain(node: ast.AST) -> Iterator[str]:
    """The names in a.b(c).d, from the last to the first."""
    while isinstance(node, (ast.Attribute, ast.Call)):
        if isinstance(node, ast.Attribute):
            yield node.attr
        node = node.value if isinstance(node, ast.Attribute) else node.func
    if isinstance(node, ast.Name):
        yield node.id
