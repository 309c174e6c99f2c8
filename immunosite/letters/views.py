"""Where readers write: a problem with a page, or a question. Both pages work without script."""

import re
from urllib.parse import urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from editorial.models import Edition
from editorial.public.history import of_live_page
from immunosite.letters.forms import LetterForm
from immunosite.letters.receiving import TooMany, receive, sender_of

ABOUT_A_PAGE = {
    "label": "What is wrong?",
    "hint": "If you can, copy the words you mean. Please write nothing about your own health.",
}
A_QUESTION = {
    "label": "Your question",
    "hint": "Ask it in general, as others might too. Leave out names, dates of birth, hospital "
    "numbers and test results.",
}
FOREIGN = "The form came from another site, so it was not taken. Send it again from this page."
readers_form = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt
@readers_form
def ask(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _take(request, LetterForm(request.POST, **A_QUESTION), "question")
    return _show(request, LetterForm(None, **A_QUESTION), "question")


@csrf_exempt
@readers_form
def report(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    if request.method != "POST":
        return _show_report(request, kind, slug=slug)
    # Also of a page that has gone in the meantime: what the reader wrote is not lost.
    read = _edition_read(request, kind, slug)
    live = Edition.objects.live().filter(kind=kind, slug=slug).shown().first()
    form = LetterForm(request.POST, **ABOUT_A_PAGE)
    return _take(request, form, "problem", edition=read, live=live)


@of_live_page
def _show_report(request: HttpRequest, live: Edition) -> HttpResponse:
    return _show(request, LetterForm(None, **ABOUT_A_PAGE), "problem", edition=live, live=live)


def _edition_read(request: HttpRequest, kind: str, slug: str) -> Edition:
    """The edition with which the form was opened, else the newest at this address."""
    public = Edition.objects.ever_public().filter(kind=kind, slug=slug).order_by("-effective_from")
    number = re.fullmatch(r"[0-9]{1,4}", request.POST.get("edition", ""))
    read = public.filter(number=int(number[0])).first() if number else None
    if not (read := read or public.first()):
        raise Http404("There is no such page.")
    return read


def _take(
    request: HttpRequest,
    form: LetterForm,
    kind: str,
    edition: Edition | None = None,
    live: Edition | None = None,
) -> HttpResponse:
    """Keep the letter; or show the form again, with what was typed."""
    page = {"edition": edition, "live": live}
    if not _from_this_site(request):
        form.add_error(None, FOREIGN)
    if not form.is_valid():
        return _show(request, form, kind, status=422, **page)
    given = {"reply_to": form.cleaned_data.get("reply_to", ""), "edition": edition}
    try:
        receive(kind, form.cleaned_data["text"], sender=sender_of(request), **given)
    except TooMany as refused:
        form.add_error(None, str(refused))
        response = _show(request, form, kind, status=429, **page)
        response.headers["Retry-After"] = str(refused.wait)
        return response
    return HttpResponseRedirect(f"{request.path}?sent=yes")


def _show(
    request: HttpRequest, form: LetterForm, kind: str, status: int = 200, **context: object
) -> HttpResponse:
    context |= {"form": form, "sent": request.GET.get("sent") == "yes"}
    response = render(request, f"letters/{kind}.html", context, status=status)
    if form.is_bound:
        # It holds what somebody typed: no browser or proxy shall keep it.
        response.headers["Cache-Control"] = "no-store"
    return response


def _from_this_site(request: HttpRequest) -> bool:
    """So that no other site makes its visitors write here. Old browsers do not say."""
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.get_host()
