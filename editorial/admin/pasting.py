"""Where the editor sends what was pasted or dropped, before a word of it is in the text."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST

from editorial.text.incoming import TooLarge, Unreadable, transform
from editorial.workflow import Act, has_right


@require_POST
def incoming_html(request: HttpRequest) -> JsonResponse:
    """`html` (form field) → {"html": …, "left_out": ["2 deleted passages were left out.", …]},
    or {"message": …} with 400, 403 or 413. Nothing is kept. What the edge refuses (a body beyond
    DATA_UPLOAD_MAX_MEMORY_SIZE, a token that is out of date) is answered by a page.
    """
    if not has_right(request.user, Act.EDIT):
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
