"""The editors' list of letters, and the page on which a letter is dealt with."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import Truncator

from editorial.admin.act_views import change_address
from editorial.admin.base import ModelAdmin
from editorial.admin.people import NoDeletion
from editorial.exceptions import Refusal
from editorial.models import User
from immunosite.letters import handling
from immunosite.letters.admin_forms import FORMS, HandlingForm, MakeDraftForm
from immunosite.letters.models import Letter, LetterQuerySet, Mail
from immunosite.letters.waiting import ABOUT, LIST

if TYPE_CHECKING:
    from django.contrib.admin.filters import _ListFilterChoices

MAIL_FAILED = (
    "The mail server did not take the answer ({}). Nothing was sent; the letter and your answer "
    "are kept. Send it again later, or tell whoever runs the site."
)


class StandingFilter(admin.SimpleListFilter):
    """Without a choice, what waits: a triage list begins with the work."""

    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: object) -> list[tuple[str, str]]:
        return [("new", "New"), ("answered", "Answered"), ("closed", "Closed"), ("all", "All")]

    def choices(self, changelist: ChangeList) -> "Iterator[_ListFilterChoices]":
        waiting, *others = super().choices(changelist)
        yield {**waiting, "display": "New and answered"}
        yield from others

    def queryset(self, request: HttpRequest, letters: LetterQuerySet) -> QuerySet[Letter]:  # type: ignore[override]  # the manager's own
        ways = {
            "new": letters.new,
            "answered": lambda: letters.open().filter(mail=Mail.SENT),
            "closed": lambda: letters.filter(closed_at__isnull=False),
            "all": letters.all,
        }
        return ways.get(self.value() or "", letters.open)()


@admin.register(Letter)
class LetterAdmin(NoDeletion, ModelAdmin[Letter]):
    list_display = ("excerpt", "kind", "about", "received_at", "standing_now")
    list_filter: ClassVar = (StandingFilter, "kind")
    list_select_related = ("edition",)
    list_per_page = 50
    search_fields = ("text", "outcome", "edition__title")
    linked_lookups = (ABOUT,)
    actions = ("close_chosen",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Letter]:
        return super().get_queryset(request).defer("edition__snapshot")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    # Lists

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup == ABOUT or super().lookup_allowed(lookup, value, request)

    @admin.display(description="letter", ordering="text")
    def excerpt(self, letter: Letter) -> str:
        return Truncator(" ".join(letter.text.split())).chars(90) or "(erased)"

    @admin.display(description="about", ordering="edition__title")
    def about(self, letter: Letter) -> str:
        return f"{letter.edition.title}, edition {letter.edition.number}" if letter.edition else "–"

    @admin.display(description="standing")
    def standing_now(self, letter: Letter) -> str:
        return letter.standing

    @admin.action(description="Close the chosen letters", permissions=["change"])
    def close_chosen(self, request: HttpRequest, letters: QuerySet[Letter]) -> None:
        closed = 0
        for letter in letters.filter(closed_at__isnull=True):
            try:
                handling.close(letter, by=_user(request), outcome="Closed from the list.")
                closed += 1
            except Refusal:  # somebody was faster, and it is closed
                continue
        text = f"{closed} letter{'' if closed == 1 else 's'} closed; the addresses are erased."
        self.message_user(request, text, messages.SUCCESS)

    # One letter

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, object] | None = None,
    ) -> HttpResponse:
        letter = self.get_object(request, object_id or "")
        if letter is None:
            raise Http404("There is no such letter.")
        if not self.has_view_permission(request, letter):
            raise PermissionDenied
        return self._deal(request, letter)

    def _deal(self, request: HttpRequest, letter: Letter) -> HttpResponse:
        may = self.has_change_permission(request, letter)
        chosen = request.POST.get("act", "") if request.method == "POST" else ""
        forms = [
            form(request.POST if form.name == chosen else None, letter=letter, user=_user(request))
            for form in FORMS
            if may and (form.fits(letter) or form.name == chosen)
        ]
        bound = next((form for form in forms if form.is_bound), None)
        if bound and bound.is_valid() and _performed(bound, request):
            return HttpResponseRedirect(_next(bound))
        if bound:
            letter.refresh_from_db()  # what became of the answer
        return TemplateResponse(request, "admin/letter.html", self._page(request, letter, forms))

    def _page(self, request: HttpRequest, letter: Letter, forms: object) -> dict[str, object]:
        draft = letter.draft
        return {
            **self.admin_site.each_context(request),
            "title": f"{letter.get_kind_display()}, letter {letter.pk}",
            "opts": self.opts,
            "letter": letter,
            "forms": forms,
            "page_url": change_address(letter.edition.document) if letter.edition else "",
            "draft_url": change_address(draft) if draft else "",
        }


def _user(request: HttpRequest) -> User:
    return request.user  # type: ignore[return-value]


def _performed(form: HandlingForm, request: HttpRequest) -> bool:
    try:
        messages.success(request, form.perform())
    except Refusal as refusal:
        form.refuse(refusal)
    except ValidationError as invalid:
        form.add_error(None, invalid.messages)
    except OSError as failed:
        form.add_error(None, MAIL_FAILED.format(failed))
    return not form.errors


def _next(form: HandlingForm) -> str:
    """On to the draft that was made; otherwise back to the list."""
    if isinstance(form, MakeDraftForm):
        form.letter.refresh_from_db()
        return change_address(form.letter.draft)  # type: ignore[arg-type]
    return reverse(LIST)
