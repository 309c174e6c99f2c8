"""Acts from the admin: the box of buttons with reasons, and the page that confirms an act."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from editorial.act_forms.documents import FORMS, DocumentActForm
from editorial.admin.base import ModelAdmin
from editorial.admin.choices import is_number
from editorial.admin.preview import found
from editorial.exceptions import Blocked, Refusal
from editorial.models import Comment, Document, Naming, State
from editorial.panel import panel_of
from editorial.workflow import Act, Person, can, check, why_not

ANSWERS = {Act.AGREE: Naming.AGREED, Act.DECLINE: Naming.DECLINED}


@dataclass(frozen=True)
class OfferedAct:
    """An act, whether this person may take it now, and if not, why."""

    button: str
    explains: str
    url: str
    why_not: str = ""
    posts: bool = False  # acts at once, without a page between


def choices(stored: Document, user: Person) -> dict[str, list[OfferedAct]]:
    forms = {name: form for name, form in FORMS.items() if _concerns(form.act, stored, user)}
    every = [_choice(stored, user, name, form) for name, form in forms.items()]
    every.insert(2, _review_choice(stored, user))
    return {
        "may": [each for each in every if not each.why_not],
        "may_not": [each for each in every if each.why_not],
    }


def _concerns(act: Act, stored: Document, user: Person) -> bool:
    """The question whether to be named is put to one person, and only while there is one. In a
    draft of one's own the field of the form is there."""
    if act not in ANSWERS:
        return True
    if stored.owner_id != user.pk or stored.naming == ANSWERS[act]:
        return False
    own = stored.naming == Naming.OWN
    return not own or (act is Act.DECLINE and stored.state == State.PUBLISHED)


def _choice(stored: Document, user: Person, name: str, form: type[DocumentActForm]) -> OfferedAct:
    url = act_address(stored, name)
    if form.act is Act.SUBMIT:
        url += f"?version={stored.draft_version}"
    reason = _reason(form.act, stored, user)
    return OfferedAct(form.button, form.explains, url, reason, posts=not form.asks)


def _reason(act: Act, stored: Document, user: Person) -> str:
    try:
        check(act, stored, by=user)
    except Blocked as blocked:
        return _held_back(blocked)
    except Refusal as refusal:
        return refusal.message
    return ""


def _held_back(blocked: Blocked) -> str:
    """Wherever this stands, `_findings.html` lists them with their places."""
    count = len(blocked.findings)
    return f"{'One thing holds' if count == 1 else f'{count} things hold'} it back; see below."


def _review_choice(stored: Document, user: Person) -> OfferedAct:
    """Reviewing has its own desk; the way there is open to whoever may decide or comment."""
    reason = why_not(user, Act.REQUEST_CHANGES, stored)
    review = None if reason else stored.open_review()
    return OfferedAct(
        "Review and sign off",
        "Opens the reviewers’ desk with this text.",
        reverse("desk-review", args=[review.pk]) if review else "",
        reason,
    )


def act_address(document: Document, name: str) -> str:
    meta = Document.model_of(document.kind)._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_act", args=[document.pk, name])


def act_urls(document_admin: ModelAdmin[Document]) -> list[URLPattern]:
    meta = document_admin.model._meta

    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, object_id: int, act: str) -> HttpResponse:
        return act_view(document_admin, request, object_id, act)

    return [
        path(
            "<int:object_id>/act/<slug:act>/",
            document_admin.admin_site.admin_view(view),
            name=f"{meta.app_label}_{meta.model_name}_act",
        )
    ]


def act_view(
    document_admin: ModelAdmin[Document], request: HttpRequest, object_id: int, act: str
) -> HttpResponse:
    document = found(document_admin, request, object_id)
    if act not in FORMS:
        raise Http404("There is no such act.")
    form = FORMS[act](
        request.POST if request.method == "POST" else None,
        subject=document,
        user=request.user,  # type: ignore[arg-type]
        initial=_initial(act, document, request.GET.get("version")),
    )
    if form.is_valid() and _performed(form, request):
        return HttpResponseRedirect(change_address(document))
    return _ask(document_admin, request, document, form)


def _initial(act: str, document: Document, version: str | None) -> dict[str, object]:
    """The draft version that the person saw; for a new time, the one that is planned."""
    if act == "submit":
        shown = int(version) if version and is_number(version) else document.draft_version
        return {"draft_version": shown}
    if act == "reschedule":
        planned = document.editions.scheduled().order_by("-number").first()
        return {"effective_from": planned.effective_from if planned else None}
    return {}


def _performed(form: DocumentActForm, request: HttpRequest) -> bool:
    try:
        messages.success(request, form.perform())
    except Blocked as blocked:
        form.add_error(None, _held_back(blocked))
    except Refusal as refusal:
        form.refuse(refusal)
    return not form.errors


def _ask(
    document_admin: ModelAdmin[Document],
    request: HttpRequest,
    document: Document,
    form: DocumentActForm,
) -> HttpResponse:
    stored = document.stored()
    findings = findings_of(stored, request.user) if form.act is Act.SUBMIT else {}
    context = {
        **document_admin.admin_site.each_context(request),
        "title": form.button,
        "subtitle": stored.title,
        "opts": document_admin.model._meta,
        "stored": stored,
        "form": form,
        "why_not": _reason(form.act, stored, request.user),
        "is_draft": stored.state == State.DRAFT,
        "back": change_address(document),
        "open_comments": Comment.objects.open().about(stored).with_answers(),
        "may_not_edit": bool(why_not(request.user, Act.EDIT, stored)),
        **findings,
    }
    return TemplateResponse(request, "admin/document/act.html", context)


def findings_of(stored: Document, user: Person) -> dict[str, object]:
    """What the checks say of a draft, for `_findings.html`; asked of it before its acts are, which
    then need not ask again."""
    if stored.state != State.DRAFT:
        return {}
    panel = panel_of(stored)
    stored.__dict__["findings_now"] = panel.findings
    return {"panel": panel, "may_dismiss": can(user, Act.DISMISS, stored)}


def change_address(document: Document) -> str:
    meta = Document.model_of(document.kind)._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[document.pk])
