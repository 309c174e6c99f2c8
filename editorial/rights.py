"""Who is who: the rights that make a person a reader of drafts, a reviewer, an editor.

What each act asks for stands in `workflow.py`; what each role is given, in `roles.py`.
"""

from django.contrib.auth.models import AnonymousUser, PermissionsMixin

REVIEWS = "editorial.review_document"
EDITS = "editorial.act_as_editor"
ACCEPTS_CLOCK = "editorial.accept_clock"
Anybody = PermissionsMixin | AnonymousUser


def may_view(user: Anybody) -> bool:
    """Whoever has a role may read what is written here."""
    return user.has_perm("editorial.view_document")


def is_reviewer(user: Anybody) -> bool:
    # Asked of Django each time. It keeps a person’s rights for one request, so that a right taken
    # away counts from the next click.
    return user.has_perm(REVIEWS)


def is_editor(user: Anybody) -> bool:
    return user.has_perm(EDITS)
