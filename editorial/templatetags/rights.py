"""Who is who, for templates. Without a user (on a page of an error) it is nobody."""

from typing import Any

from django import template

from editorial import login, rights

register = template.Library()


@register.filter
def may_enter(user: object) -> bool:
    return bool(user) and login.may_enter(user)


@register.filter
def is_reviewer(user: Any) -> bool:
    return bool(user) and rights.is_reviewer(user)
