"""Django's admin classes as this site has them: with type parameters, and ready for any input."""

from typing import TYPE_CHECKING

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin

from editorial.admin.any_address import AnyAddress
from editorial.admin.choices import RowChoices
from editorial.admin.dates import NativeDates
from editorial.models import User

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin, StackedInline, TabularInline

    AccountAdmin = UserAdmin[User]
else:  # Django's own classes take no type parameters

    class Typed:
        def __class_getitem__(cls, models):
            return cls

    class ModelAdmin(Typed, AnyAddress, RowChoices, NativeDates, admin.ModelAdmin):
        pass

    class TabularInline(Typed, RowChoices, NativeDates, admin.TabularInline):
        pass

    class StackedInline(Typed, RowChoices, NativeDates, admin.StackedInline):
        pass

    class AccountAdmin(AnyAddress, RowChoices, NativeDates, UserAdmin):
        pass


__all__ = ["AccountAdmin", "ModelAdmin", "StackedInline", "TabularInline"]
