"""Django's admin classes with type parameters, which Django itself does not take."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from editorial.models import User

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    StackedInline = admin.StackedInline[Any, Any]
    AccountAdmin = UserAdmin[User]
else:
    ModelAdmin, TabularInline = admin.ModelAdmin, admin.TabularInline
    StackedInline, AccountAdmin = admin.StackedInline, UserAdmin

__all__ = ["AccountAdmin", "ModelAdmin", "StackedInline", "TabularInline"]
