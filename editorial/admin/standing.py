"""How a document stands, as its form page tells it: acts, findings, what was asked for."""

from django.contrib.admin.helpers import AdminForm
from django.http import HttpRequest

from editorial import hooks
from editorial.admin.act_views import choices, findings_of
from editorial.admin.comments import open_comments
from editorial.admin.forms import DraftForm
from editorial.admin.newer_rows import newer_rows
from editorial.contributors import contributors
from editorial.hooks import Notice
from editorial.models import Document, State, User
from editorial.workflow import Act, has_right


def standing(request: HttpRequest, stored: Document) -> dict[str, object]:
    """Of the stored document; never of the object that a form has written into."""
    findings = findings_of(stored, request.user)
    return {
        "stored": stored,
        "choices": choices(stored, request.user),
        "sent_back": stored.sent_back() if stored.state == State.DRAFT else None,
        "open_comments": open_comments(stored, request.user),  # type: ignore[arg-type]
        "signing_ends": signing_ends(request.user, stored),  # type: ignore[arg-type]
        **findings,
        "waiting": stored.waiting_edition(),
        "renamed": stored.state == State.DRAFT and stored.byline != str(stored.owner),
        "notices": notices(request.user, stored),  # type: ignore[arg-type]
        "restoring": bool(request.method == "GET" and request.GET.get("restore")),
    }


def notices(user: User, document: Document) -> list[Notice]:
    return [each for told in hooks.document_notices for each in told(user, document)]


def signing_ends(user: User, stored: Document) -> str:
    """What a reviewer who opens a draft must know before the first save."""
    if stored.state != State.DRAFT or not has_right(user, Act.SIGN_OFF):
        return ""
    live = stored.live_edition()
    people = contributors(stored, stored.snapshot(), live)
    if user.pk in people.to_text:
        if live and user.pk not in people.to_changes:
            return (
                "Words of yours stand on this page, so you cannot sign the whole of it; what others"
                " changed you can sign, until you save this draft yourself."
            )
        return "You wrote or edited this text, so you cannot sign it."
    return (
        "If you save this draft, even once, you may not sign it any more: whoever edits a text "
        "cannot sign it. To say what should change, wait for the review and comment there."
    )


def form_in(context: dict[str, object]) -> DraftForm:
    """The form of the document, out of what Django hands to the template of its page."""
    shown = context["adminform"]
    if not isinstance(shown, AdminForm) or not isinstance(shown.form, DraftForm):
        raise TypeError("The form of a document is a DraftForm.")
    return shown.form


def show_newer_rows(context: dict[str, object], stored: Document) -> None:
    conflict, lists = form_in(context).conflict, context["inline_admin_formsets"]
    if conflict is None or not isinstance(lists, list):
        return
    for each in lists:
        each.formset.newer_rows = newer_rows(each.formset, stored, conflict)
    context["newer_lists"] = [each for each in lists if each.formset.newer_rows]
