"""Who may use the reviewers' desk, for the admin's templates."""

from django import template

from editorial.desk.access import may_use_desk

register = template.Library()
register.filter(may_use_desk)
