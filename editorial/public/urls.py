"""The public addresses of all kinds: each app's own, and those of every page's history."""

from collections.abc import Callable
from importlib.util import find_spec

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from editorial.kinds import Kind, all_kinds
from editorial.public.history import show_edition, show_history, show_signed_text
from editorial.public.passages import show_passages
from editorial.public.receipts import show_keys, show_proof, show_receipt
from editorial.public.timegate import show_timegate, show_timemap

# What each page has under its own address: there, the view, and its name after the kind's.
OF_A_PAGE: list[tuple[str, Callable[..., HttpResponse], str]] = [
    ("history/", show_history, "history"),
    ("history/<int:number>/", show_edition, "edition"),
    ("history/<int:number>/signed.json", show_signed_text, "signed-text"),
    ("history/<int:number>/receipt.json", show_receipt, "receipt"),
    ("history/<int:number>/passages/<slug:name>.json", show_proof, "proof"),
    ("history/passages/", show_passages, "passages"),
    ("history/timegate/", show_timegate, "timegate"),
    ("history/timemap/", show_timemap, "timemap"),
]


def kind_urls() -> list[URLPattern | URLResolver]:
    """An app's module is included once, however many kinds it has; `manage.py check` speaks of one
    that is not there."""
    modules = dict.fromkeys(kind.urls for kind in all_kinds() if module_exists(kind.urls))
    own = [path("", include(module)) for module in modules]
    well_known = path(".well-known/jwks.json", show_keys, name="receipt-keys")
    return [*own, *(each for kind in all_kinds() for each in _of_kind(kind)), well_known]


def _of_kind(kind: Kind) -> list[URLPattern]:
    return [
        path(f"{kind.path}/<slug:slug>/{under}", view, {"kind": kind.name}, f"{kind.name}-{name}")
        for under, view, name in OF_A_PAGE
    ]


def module_exists(name: str) -> bool:
    try:
        return bool(name) and find_spec(name) is not None
    except ModuleNotFoundError:  # of the package that it would be in
        return False
