"""Where the editor sends what was pasted or dropped, before a word of it is in the text."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from editorial.incoming import TooLarge, Unreadable, transform


@csrf_exempt  # the check reads the whole form, and is made below once its size is known
@require_POST
def incoming_html(request: HttpRequest) -> HttpResponse:
    """`html` (form field) → {"html": …, "left_out": ["2 deleted passages were left out.", …]},
    or {"message": …} with 400, 403 or 413. Nothing is kept.
    """
    size = request.META.get("CONTENT_LENGTH") or "0"
    if not size.isdecimal() or int(size) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        return refused("The text is too large with its styles. Take it over in parts.", 413)
    return _answer(request)


@csrf_protect
def _answer(request: HttpRequest) -> HttpResponse:
    if not request.user.has_perm("editorial.change_document"):
        return refused("Sign in as a writer or editor to paste here.", 403)
    html = request.POST.get("html")
    if html is None:
        return refused("Send the text as the field “html”.", 400)
    try:
        incoming = transform(html)
    except Unreadable as error:
        return refused(error.message, 413 if isinstance(error, TooLarge) else 400)
    return JsonResponse({"html": incoming.html, "left_out": incoming.messages})


def refused(message: str, status: int) -> JsonResponse:
    return JsonResponse({"message": message}, status=status)
