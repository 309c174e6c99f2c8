"""Days and times are typed or picked in the browser's own fields, which the keyboard and a screen
reader can use; the calendar and the clock of Django's admin they cannot.
"""

from datetime import time

from django import forms
from django.db import models


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class Clock(forms.TimeInput):
    input_type = "time"

    def format_value(self, value: object) -> str | None:
        """As the browser itself writes it: seconds only where there are any."""
        if isinstance(value, time):
            return value.isoformat("seconds" if value.second else "minutes")
        return super().format_value(value)


class DayAndTime(forms.SplitDateTimeWidget):
    def __init__(self, attrs: dict[str, object] | None = None) -> None:
        parts = Day({"aria-label": "Date"}), Clock({"aria-label": "Time"})
        forms.MultiWidget.__init__(self, parts, attrs)


class NativeDates:
    """Mixin of a ModelAdmin or an inline."""

    formfield_overrides = {
        models.DateField: {"widget": Day},
        models.DateTimeField: {"form_class": forms.SplitDateTimeField, "widget": DayAndTime},
    }
