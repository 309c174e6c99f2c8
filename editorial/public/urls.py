"""The public addresses of all kinds: each app's own, and those of every page's history."""

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

from editorial.kinds import Kind, all_kinds
from editorial.public.history import history_paths
from editorial.public.passages import show_passages
from editorial.public.receipts import receipt_paths, show_keys
from editorial.public.timegate import memento_paths


def kind_urls() -> list[URLPattern | URLResolver]:
    """An app's module is included once, however many kinds it has; `manage.py check` speaks of one
    that is not there."""
    modules = dict.fromkeys(kind.urls for kind in all_kinds() if module_exists(kind.urls))
    own = [path("", include(module)) for module in modules]
    well_known = path(".well-known/jwks.json", show_keys, name="receipt-keys")
    return [*own, *(each for kind in all_kinds() for each in _of_kind(kind)), well_known]


def _of_kind(kind: Kind) -> list[URLPattern]:
    passages = f"{kind.path}/<slug:slug>/history/passages/"
    return [
        *history_paths(kind.path, kind.name),
        path(passages, show_passages, {"kind": kind.name}, name=f"{kind.name}-passages"),
        *receipt_paths(kind.path, kind.name),
        *memento_paths(kind.path, kind.name),
    ]


def module_exists(name: str) -> bool:
    try:
        return bool(name) and find_spec(name) is not None
    except ModuleNotFoundError:  # of the package that it would be in
        return False
