"""“Import references”: a file or a paste, then what would become of it, then its writing."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from editorial.admin.base import ModelAdmin
from editorial.models import User
from editorial.workflow import Act, has_right
from evidence.imports.plan import Choice, Outcome, Plan, carry_out, make_plan
from evidence.imports.reading import KNOWN, MAX_BYTES, MAX_RECORDS, read
from evidence.imports.records import Reading, Unreadable
from evidence.models import Reference

NAME = "evidence_reference_import"


class ImportForm(forms.Form):
    file = forms.FileField(
        required=False,
        help_text=f"{KNOWN}; at most {MAX_RECORDS:,} references and {MAX_BYTES // 1_000_000} MB.",
    )
    text = forms.CharField(
        label="Or paste",
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 10, "class": "vLargeTextField", "spellcheck": "false"}),
        help_text="What such a file holds, one reference or many.",
    )

    reading: Reading

    def clean(self) -> dict[str, object]:
        given = self.cleaned_data
        file, text = given.get("file"), given.get("text", "")
        if file and text.strip():
            raise forms.ValidationError("Choose a file or paste, not both.")
        try:
            self.reading = read(_bytes_of(file) if file else text.encode())
        except Unreadable as error:
            raise forms.ValidationError(str(error)) from None
        return given


def _bytes_of(file: "UploadedFile[bytes]") -> bytes:
    return bytes(file.read(MAX_BYTES + 1))


def import_url(reference_admin: ModelAdmin[Reference]) -> URLPattern:
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest) -> HttpResponse:
        return import_references(reference_admin, request)

    return path("import/", reference_admin.admin_site.admin_view(view), name=NAME)


def takes_file(request: HttpRequest) -> bool:
    """Asked by the site's edge, which lets no other form take one."""
    return request.path_info == reverse(f"admin:{NAME}")


def import_references(reference_admin: ModelAdmin[Reference], request: HttpRequest) -> HttpResponse:
    by = request.user
    if not isinstance(by, User) or not has_right(by, Act.EDIT):
        raise PermissionDenied
    is_sent = request.method == "POST" and "again" not in request.POST
    form = (
        ImportForm(request.POST, request.FILES)
        if is_sent
        else ImportForm(initial={"text": request.POST.get("text", "")})
    )
    if not (is_sent and form.is_valid()):
        return _page(reference_admin, request, form)
    plan = make_plan(form.reading, _answers(request))
    if "save" not in request.POST:
        return _page(reference_admin, request, form, plan)
    _carry_out(request, plan, by)
    return HttpResponseRedirect(reverse("admin:evidence_reference_changelist"))


def _answers(request: HttpRequest) -> dict[int, Choice]:
    given = {
        name.removeprefix("same-"): str(value)
        for name, value in request.POST.items()
        if name.startswith("same-")
    }
    return {
        int(number): Choice(value)
        for number, value in given.items()
        if number.isascii() and number.isdigit() and len(number) < 6 and value in set(Choice)
    }


def _carry_out(request: HttpRequest, plan: Plan, by: User) -> None:
    saved = [item.outcome for item in carry_out(plan, by=by)]
    new, completed = saved.count(Outcome.NEW), saved.count(Outcome.COMPLETED)
    messages.success(
        request,
        f"{_sources(new)} added, {completed} completed, {plan.count(Outcome.KNOWN)} were here "
        "already.",
    )
    if left := plan.of(Outcome.QUESTION, Outcome.REJECTED):
        lines = ", ".join(str(item.line) for item in left[:20]) + (" …" if left[20:] else "")
        messages.warning(request, f"{_sources(len(left))} left out, of these lines: {lines}.")


def _sources(count: int) -> str:
    return f"{count} source{'' if count == 1 else 's'}"


def _page(
    reference_admin: ModelAdmin[Reference],
    request: HttpRequest,
    form: ImportForm,
    plan: Plan | None = None,
) -> HttpResponse:
    reading = form.reading if plan else None
    groups = [(each, heading, plan.of(each)) for each, heading in HEADINGS] if plan else []
    context = {
        **reference_admin.admin_site.each_context(request),
        "title": "Import references",
        "opts": reference_admin.model._meta,
        "form": form,
        "plan": plan,
        "reading": reading,
        "groups": [(outcome.value, heading, items) for outcome, heading, items in groups if items],
        "to_save": plan.count(Outcome.NEW) + plan.count(Outcome.COMPLETED) if plan else 0,
        "labels": {each.name: each.verbose_name for each in Reference._meta.fields},
    }
    return TemplateResponse(request, "admin/evidence/reference/import.html", context)


HEADINGS = (
    (Outcome.QUESTION, "Perhaps in the library already"),
    (Outcome.REJECTED, "Not taken"),
    (Outcome.NEW, "New"),
    (Outcome.COMPLETED, "Known: the import fills what is empty"),
    (Outcome.KNOWN, "Known: nothing to add"),
)
