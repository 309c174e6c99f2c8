"""Who is who, for templates. Without a user (on a page of an error) it is nobody."""

from django import template
from django.contrib.auth.models import AbstractUser, AnonymousUser

from editorial import login, rights

register = template.Library()


@register.filter
def may_enter(user: AbstractUser | AnonymousUser | None) -> bool:
    return user is not None and login.may_enter(user)


@register.filter
def is_reviewer(user: AbstractUser | AnonymousUser | None) -> bool:
    return user is not None and rights.is_reviewer(user)
