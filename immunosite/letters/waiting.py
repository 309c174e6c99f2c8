"""What editors are told of letters elsewhere in the admin: on their first page, beside a page."""

from django.urls import reverse

from editorial.admin.work import first_rows
from editorial.hooks import Notice, WorkList
from editorial.models import Document, User
from immunosite.letters.models import Letter

LIST = "admin:letters_letter_changelist"
ABOUT = "edition__document"  # in the list's address: letters about one page


def letters_waiting(user: User) -> list[WorkList]:
    if not user.has_perm("letters.change_letter"):
        return []
    waiting = Letter.objects.new().select_related("edition").defer("edition__snapshot")
    rows = first_rows(waiting)
    return [WorkList("letters", "Letters from readers", "No letter waits.", rows, reverse(LIST))]


def letters_about(user: User, document: Document) -> list[Notice]:
    """Whoever changes a page shall know what readers found wrong with it."""
    if not user.has_perm("letters.view_letter"):
        return []
    count = Letter.objects.open().filter(edition__document=document).count()
    if not count:
        return []
    text = f"{count} letter{'' if count == 1 else 's'} from readers about this page"
    return [Notice(text, f"{reverse(LIST)}?{ABOUT}={document.pk}")]
