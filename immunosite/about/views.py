"""Pages about the site itself. They speak of the process, never of medicine."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from editorial.checklist import MEANINGS, QUESTIONS
from immunosite.about import figures, standards
from immunosite.about.corrections import corrections_of

RECEIPT_CHECK = Path(__file__).with_name("receipt_check.sh")


def without_query(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """One address, one page: invented queries shall not count the whole site again and again."""

    @wraps(view)
    def answer(request: HttpRequest) -> HttpResponse:
        return redirect(request.path) if request.META["QUERY_STRING"] else view(request)

    return answer


@without_query
def review_process(request: HttpRequest) -> HttpResponse:
    context = {
        "meanings": MEANINGS.values(),
        "questions": QUESTIONS.values(),
        "reviews": figures.reviews(),
    }
    return render(request, "about/review_process.html", context)


@without_query
def receipts(request: HttpRequest) -> HttpResponse:
    """The lines for a stranger's shell are run by a test, as they stand on the page."""
    return render(request, "about/receipts.html", {"commands": RECEIPT_CHECK.read_text()})


@without_query
def funding(request: HttpRequest) -> HttpResponse:
    return render(request, "about/funding.html")


@without_query
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "about/privacy.html")


@without_query
def standards_met(request: HttpRequest) -> HttpResponse:
    reviews, texts = figures.reviews(), figures.texts()
    signed = figures.signed(reviews.pages)
    context = {
        "reviews": reviews,
        "pif_tick": standards.pif_tick(reviews, texts, signed),
        "jama": standards.jama(reviews, texts, signed),
    }
    return render(request, "about/standards.html", context)


def corrections(request: HttpRequest) -> HttpResponse:
    return render(request, "corrections.html", {"pages": corrections_of(request)})
