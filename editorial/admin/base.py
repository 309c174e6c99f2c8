"""Django's admin classes as this site has them: with type parameters, and ready for any input."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from editorial.admin.any_address import AnyAddress
from editorial.admin.choices import RowChoices
from editorial.admin.dates import NativeDates
from editorial.models import User

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
    TabularInline = admin.TabularInline[Any, Any]
    StackedInline = admin.StackedInline[Any, Any]
    AccountAdmin = UserAdmin[User]
else:  # Django's own classes take no type parameters

    class ModelAdmin(AnyAddress, RowChoices, NativeDates, admin.ModelAdmin):
        pass

    class TabularInline(RowChoices, NativeDates, admin.TabularInline):
        pass

    class StackedInline(RowChoices, NativeDates, admin.StackedInline):
        pass

    class AccountAdmin(AnyAddress, RowChoices, NativeDates, UserAdmin):
        pass


__all__ = ["AccountAdmin", "ModelAdmin", "StackedInline", "TabularInline"]
