"""Every page of admin and desk and every state worth looking at, in the site that `_staff_world.py`
builds. What the admin registers comes by itself; any other new route needs a line here.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from playwright.sync_api import Page

from editorial.act_forms.documents import FORMS
from editorial.models import Document, User
from tests import cast
from tests._factors import code_of, list_of
from tests.accessibility._staff_world import StaffWorld

Args = Callable[[StaffWorld], list[Any]]
Step = Callable[[Page], Any]
DOORS = ("admin/", "review/", "accounts/")
# Addresses that answer a script, or only lead on.
NO_PAGE = {"admin:jsi18n", "admin:autocomplete", "admin:view_on_site", "admin:login"}
NO_PAGE |= {"admin:logout", "admin:incoming", "admin:password_change", "admin:password_change_done"}
NO_PAGE |= {"mfa_login_webauthn", "mfa_list_webauthn"}
NO_PAGE |= {"account_confirm_change", "account_confirm_own", "desk-ask-key"}
# Reached by the first step, as its address says.
NO_PAGE |= {"mfa_authenticate"}


def nothing(world: StaffWorld) -> list[Any]:
    return []


@dataclass(frozen=True)
class Sight:
    """A page as `who` sees it; `then` brings it into the state meant, by what a person does."""

    who: str
    route: str
    args: Args = nothing
    query: str = ""
    then: Step | None = None
    posts: str = ""  # the route that `then` posts to
    status: tuple[int, ...] = (200,)

    def address(self, world: StaffWorld) -> str:
        return reverse(self.route, args=self.args(world)) + self.query


# --- What a person does ---------------------------------------------------------------------------


def press(name: str) -> Step:
    return lambda tab: tab.get_by_role("button", name=name, exact=True).first.click()


def unfold(*names: str) -> Step:
    def steps(tab: Page) -> None:
        for name in names:
            tab.locator("summary").filter(has_text=name).first.click()

    return steps


def unfold_all(tab: Page) -> None:
    tab.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")


def fill(**fields: str) -> Step:
    def steps(tab: Page) -> None:
        for name, words in fields.items():
            tab.locator(f"[name={name}]").fill(words)

    return steps


def both(*steps: Step) -> Step:
    return lambda tab: [step(tab) for step in steps]


def save_an_older_text(tab: Page) -> None:
    """As if somebody had saved meanwhile."""
    tab.evaluate("document.querySelector('[name=loaded_version]').value = 0")
    tab.locator("[name=title]").fill("Another title")
    tab.locator("[name=_continue]").click()
    tab.get_by_role("alert").first.wait_for()


def sign_out(tab: Page) -> None:
    tab.context.clear_cookies(name="sessionid")


def go_stale(tab: Page) -> None:
    tab.evaluate(
        "document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach((each) => "
        "{ each.value = 'x'.repeat(64) })"
    )


def again(tab: Page) -> None:
    """With the password, where it is asked for."""
    if "/accounts/again/" in tab.url:
        tab.locator("[name=password]").fill(cast.PASSWORD)
        tab.get_by_role("button", name="Go on").click()


def code_again(tab: Page) -> None:
    """With a code of the list, where one is asked for."""
    if "/accounts/again/" in tab.url:
        tab.locator("[name=code]").fill(list_of(User.objects.get(username="rosa"))[0])
        tab.get_by_role("button", name="Go on").click()


def set_up_app(tab: Page) -> None:
    if tab.locator("code.secret").count() == 0:
        return  # an earlier test has done it
    tab.locator("[name=code]").fill(code_of(tab.locator("code.secret").inner_text()))
    tab.get_by_role("button", name="Set it up").click()


def first_step(tab: Page) -> None:
    tab.locator("[name=username]").fill("rosa")
    tab.locator("[name=password]").fill(cast.PASSWORD)
    tab.get_by_role("button", name="Sign in", exact=True).click()


def add_a_source(tab: Page) -> None:
    tab.get_by_text(re.compile("Add another source", re.IGNORECASE)).click()


# --- The pages ------------------------------------------------------------------------------------


def of(name: str) -> Args:
    def args(world: StaffWorld) -> list[Any]:
        found = getattr(world, name)
        return [getattr(found, "document_id", found.pk) if name in EDITIONS else found.pk]

    return args


EDITIONS = {"overdue", "scheduled", "live", "withdrawn", "review", "late", "first_round"}


def review(name: str) -> Args:
    return lambda world: [getattr(world, name).pk]


def registered() -> Iterator[tuple[str, Sight]]:
    """What the admin makes of each model, as a superuser sees it."""
    for model in admin.site._registry:
        meta = model._meta
        route = f"admin:{meta.app_label}_{meta.model_name}_"
        row: Args = lambda world, model=model: [world.rows[model].pk]  # type: ignore[misc]  # noqa: E731
        views = {"changelist": nothing, "add": nothing, "change": row, "history": row}
        for view, args in {**views, "delete": row}.items():
            # 403 and 404: nobody deletes, and some things nobody adds.
            yield (
                f"{meta.verbose_name}: {view}",
                Sight("root", f"{route}{view}", args, status=(200, 403, 404)),
            )


def of_kinds() -> Iterator[tuple[str, Sight]]:
    for model in [Document, *Document.all_models()]:
        meta = model._meta
        row: Args = lambda world, model=model: [world.rows[model].pk]  # type: ignore[misc]  # noqa: E731
        name = f"admin:{meta.app_label}_{meta.model_name}"
        yield f"{meta.verbose_name}: preview", Sight("wen", f"{name}_preview", row)
        if model is not Document:
            yield f"{meta.verbose_name}: links", Sight("wen", f"{name}_links", row)
        submit: Args = lambda world, row=row: [*row(world), "submit"]  # type: ignore[misc]  # noqa: E731
        yield f"{meta.verbose_name}: submit", Sight("wen", f"{name}_act", submit)


def acts() -> Iterator[tuple[str, Sight]]:
    """Each act on a page where it can be done, and where it cannot."""
    at = {"recall": "review", "reschedule": "scheduled", "withdraw": "live", "revise": "live"}
    for act in FORMS:
        args: Args = lambda world, act=act: [  # type: ignore[misc]  # noqa: E731
            *of(at.get(act, "overdue"))(world),
            act,
        ]
        yield f"act: {act}", Sight("edda", "admin:articles_article_act", args)
        yield f"act: {act}, not open", Sight("ada", "admin:articles_article_act", args)


ARTICLE, ARTICLES = "admin:articles_article_change", "admin:articles_article_changelist"
LINKS = "admin:articles_article_links"
IMPORT = "admin:evidence_reference_import"
REFERENCES = "TY  - JOUR\nTI  - Improved survival\nER  -\nTY  - XYZ\nTI  - Odd\nER  -\n"
ACT, LETTER = "admin:articles_article_act", "admin:letters_letter_change"
PERSON = "admin:editorial_user_"
ROLES = ("wen", "will", "ravi", "rosa", "edda", "ada")
APPS = sorted({model._meta.app_label for model in admin.site._registry})

PAGES: dict[str, Sight] = {
    **dict(registered()),
    **dict(of_kinds()),
    **dict(acts()),
    **{f"work of {who}": Sight(who, "admin:index") for who in ROLES},
    "work without a role": Sight("olga", "admin:index", status=(403,)),
    "work of a superuser": Sight("root", "admin:index"),
    **{f"app {label}": Sight("root", "admin:app_list", lambda w, a=label: [a]) for label in APPS},  # type: ignore[misc]
    # Lists
    "list, nothing found": Sight("wen", ARTICLES, query="?state__exact=draft&q=xyzzy"),
    "list, sorted and filtered": Sight("wen", ARTICLES, query="?o=-1.2&state__exact=draft&q=i"),
    "list, with counts": Sight(
        "edda", "admin:editorial_document_changelist", query="?_facets=True&kind=article"
    ),
    "list in a window": Sight(
        "ada", "admin:editorial_reviewteam_changelist", query="?_popup=1&_to_field=id"
    ),
    "form in a window": Sight("ada", "admin:editorial_reviewteam_add", query="?_popup=1"),
    "letters chosen": Sight(
        "edda", "admin:letters_letter_changelist",
        then=lambda tab: tab.locator("#action-toggle").check(),
    ),
    # One document
    "new, refused": Sight("wen", "admin:articles_article_add", then=press("Save")),
    "draft, held back": Sight("wen", ARTICLE, of("bare"), then=unfold("What you cannot do")),
    "draft, sent back": Sight("wen", ARTICLE, of("sent_back")),
    "draft, unfolded": Sight("wen", ARTICLE, of("draft"), then=unfold_all),
    "draft, refused": Sight(
        "wen", ARTICLE, of("draft"), then=both(fill(title="", slug="a b"), press("Save"))
    ),
    "draft, two at once": Sight("wen", ARTICLE, of("draft"), then=save_an_older_text),
    "draft, one more source": Sight("wen", ARTICLE, of("draft"), then=add_a_source),
    "draft, restored": Sight(
        "wen", ARTICLE, of("draft"), query="?restore=1"
    ),
    "draft, to be read": Sight("ada", ARTICLE, of("draft")),
    "glossary links": Sight("wen", LINKS, of("draft")),
    "glossary links, to be read": Sight("ada", LINKS, of("draft")),
    **{
        f"locked, {name}": Sight("wen", ARTICLE, of(name), then=unfold_all)
        for name in ("review", "live", "scheduled", "withdrawn", "overdue")
    },
    "withdrawal without a reason": Sight(
        "edda", ACT, lambda w: [w.live.document_id, "withdraw"],
        then=press("Withdraw from the public"),
    ),
    "answer with nothing in it": Sight(
        "wen", ARTICLE, of("sent_back"), then=both(unfold("Answer"), press("Send the answer")),
        posts="admin:articles_article_answer",
    ),
    # Given back: what was posted and could not be done
    "signed out meanwhile": Sight("wen", ARTICLE, of("draft"), then=both(sign_out, press("Save"))),
    "the form is stale": Sight("wen", ARTICLE, of("draft"), then=both(go_stale, press("Save"))),
    "a reviewer signed out meanwhile": Sight(
        "ravi", "desk-review", review("first_round"),
        then=both(
            unfold("Request changes"), fill(reason="Say more."), sign_out,
            press("Send back to the writer"),
        ),
    ),
    "history with acts": Sight("wen", "admin:articles_article_history", of("live")),
    # Letters, people
    **{
        f"letter, {name}": Sight("edda", LETTER, of(name))
        for name in ("question", "report", "answered", "closed")
    },
    "letter, answer refused": Sight("edda", LETTER, of("question"), then=press("Send the answer")),
    "person, unfolded": Sight("root", f"{PERSON}change", of("wen"), then=unfold_all),
    "person, by an administrator": Sight("ada", f"{PERSON}change", of("wen")),
    "person, refused": Sight("ada", f"{PERSON}add", then=press("Save")),
    "person's password": Sight("root", "admin:auth_user_password_change", of("wen")),
    "role, by an administrator": Sight("ada", "admin:auth_group_add"),
    "source, by a writer": Sight("wen", "admin:evidence_reference_change", of("reference")),
    "source, refused": Sight("wen", "admin:evidence_reference_add", then=press("Save")),
    "references to import": Sight("wen", IMPORT),
    "references to import, none": Sight("wen", IMPORT, then=press("Look at them")),
    "references to import, looked at": Sight(
        "wen", IMPORT, then=both(fill(text=REFERENCES), press("Look at them"))
    ),
    # The account
    "sign in": Sight("", "account_login"),
    "sign in, signed in": Sight("wen", "account_login", query="?next=/review/"),
    "signed out": Sight("", "account_logout"),
    "sign out": Sight("wen", "account_logout"),
    "password": Sight("wen", "account_change_password"),
    "password, refused": Sight(
        "wen", "account_change_password", then=press("Change my password")),
    "password, forgotten": Sight("", "account_reset_password"),
    "password, forgotten, refused": Sight(
        "", "account_reset_password", then=press("Send me a link")),
    "password, mail sent": Sight("", "account_reset_password_done"),
    "password, link is old": Sight("", "account_reset_password_from_key", lambda _: ["1", "x"]),
    "password, set": Sight("", "account_reset_password_from_key_done"),
    "account": Sight("wen", "mfa_index"),
    "account, who again": Sight("wen", "account_reauthenticate"),
    "account, who again, refused": Sight("wen", "account_reauthenticate", then=press("Go on")),
    "account, app": Sight("wen", "mfa_activate_totp", then=again),
    "account, app, refused": Sight(
        "wen", "mfa_activate_totp", then=both(again, press("Set it up"))),
    "account, codes": Sight("olga", "mfa_activate_totp", then=both(again, set_up_app)),
    "account, with an app": Sight("rosa", "mfa_index"),
    "account, code again": Sight("rosa", "mfa_reauthenticate"),
    "account, key again": Sight("rosa", "mfa_reauthenticate_webauthn"),
    "account, app away": Sight("rosa", "mfa_deactivate_totp", then=code_again),
    "account, key": Sight("rosa", "mfa_add_webauthn", then=code_again),
    "account, key renamed": Sight("rosa", "mfa_edit_webauthn", of("key"), then=code_again),
    "account, key away": Sight("rosa", "mfa_remove_webauthn", of("key"), then=code_again),
    "account, new codes": Sight("rosa", "mfa_generate_recovery_codes", then=code_again),
    "account, codes left": Sight("rosa", "mfa_view_recovery_codes", then=code_again),
    "the server's clock": Sight("ada", "admin:clock"),
    "changes of accounts, none": Sight("wen", "account_changes"),
    "changes of accounts, one's own": Sight("rosa", "account_changes"),
    "changes of accounts, to confirm": Sight("ada", "account_changes"),
    "second step": Sight("", "account_login", then=first_step),
    "second step, refused": Sight("", "account_login", then=both(first_step, press("Sign in"))),
    # The desk
    "desk, closed to the role": Sight("ada", "desk-queue", status=(403,)),
    "queue": Sight("ravi", "desk-queue"),
    "queue, filtered": Sight("ravi", "desk-queue", query="?assigned=me&title=xyzzy"),
    "queue, filters open": Sight("edda", "desk-queue", then=unfold("Search and filter")),
    "running out": Sight("ravi", "desk-running-out"),
    "running out, refused": Sight("ravi", "desk-running-out", query="?due=ahead"),
    **{
        f"review, {name}": Sight("mei", "desk-review", review(name), then=unfold_all)
        for name in ("review", "late", "first_round", "closed_round")
    },
    "review, by an editor": Sight("edda", "desk-review", review("first_round"), then=unfold_all),
    "review, by its writer": Sight("wen", "desk-review", review("review"), then=unfold_all),
}  # fmt: skip


def desk_refusals() -> Iterator[tuple[str, Sight]]:
    """Each form of the desk, sent with nothing in it."""
    at = review("first_round")
    forms = {
        "desk-sign-off": ("ravi", unfold("Sign off"), "Sign off this text"),
        "desk-request-changes": ("ravi", unfold("Request changes"), "Send back to the writer"),
        "desk-comment": ("ravi", unfold("Add a comment"), "Add the comment"),
        "desk-plan": (
            "edda",
            both(unfold("Change reviewer"), fill(due="2020-01-01")),
            "Save the plan",
        ),
        "desk-answer": ("wen", unfold("Answer"), "Send the answer"),
        "desk-recall": (
            "wen",
            both(unfold("Recall"), fill(reason="x" * 2001)),
            "Recall from review",
        ),
    }
    for route, (who, way, button) in forms.items():
        send = both(way, unbound, press(button))
        place = review("review") if route == "desk-answer" else at
        yield f"refused: {route}", Sight(who, "desk-review", place, then=send, posts=route)


def unbound(tab: Page) -> None:
    """The server shall refuse, not the browser."""
    tab.evaluate("for (const form of document.forms) form.noValidate = true")
    longer = "for (const each of document.querySelectorAll('[maxlength]')) each.maxLength = 9999"
    tab.evaluate(longer)


PAGES |= dict(desk_refusals())
# They answer with a page of another route, and are refused only when somebody was faster.
NO_PAGE |= {"desk-resolve", "desk-reaffirm", "desk-take", "desk-give-back"}
# The same page for every kind.
KINDS = [f"admin:{model._meta.label_lower.replace('.', '_')}" for model in Document.all_models()]
NO_PAGE |= {f"{kind}_{what}" for kind in [*KINDS, "admin:editorial_document"]
            for what in ("answer", "dismiss", "evidence")}  # fmt: skip
NO_PAGE |= {f"{kind}_links" for kind in KINDS}
NO_PAGE -= {"admin:articles_article_answer", LINKS}


def routes() -> set[str]:
    """Every named route of admin, desk and account, with its namespace."""
    return set(_routes(get_resolver(), "", ""))


def _routes(resolver: URLResolver, path: str, space: str) -> Iterator[str]:
    for each in resolver.url_patterns:
        here = path + str(each.pattern)
        if isinstance(each, URLPattern):
            if each.name and here.startswith(DOORS):
                yield f"{space}{each.name}"
        else:
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _routes(each, here, inner)
