"""The form of a signature: all that the signer states, on the text that is on the screen."""

from datetime import datetime, timedelta
from functools import cached_property

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils import timezone

from editorial import acts
from editorial.act_forms.base import date_field, long_text, one_of
from editorial.act_forms.reviews import ReviewActForm
from editorial.acts.inputs import add_months
from editorial.acts.sign_off import check_all_read, to_sign
from editorial.acts.statement import Statement
from editorial.checklist import ANSWERS, MEANINGS, QUESTIONS
from editorial.contributors import own_part
from editorial.exceptions import Incomplete
from editorial.models import Review, ReviewerProfile, Scope, User
from editorial.passages.reading import ticks_of
from editorial.people.forms import code_field
from editorial.people.own_key import KeyAnswer, may_sign_with_key, options
from editorial.rules import scopes_open_to
from editorial.workflow import Act

NO_CONFLICT = "None declared."
CONFLICTS = [("none", "I have none"), ("declared", "I declare this:")]


class SignOffForm(ReviewActForm):
    name, act = "sign", Act.SIGN_OFF
    needs_secret = True
    key_began_at: datetime | None = None  # from the session, not from the form
    scope = one_of("What you read", Scope.choices, "Say what you read.")
    meaning = one_of("What your signature means", list(MEANINGS.items()), "Choose a meaning.")
    conflict = one_of("Conflict of interest", CONFLICTS, "Say whether you have one.")
    conflict_text = long_text("Your conflict of interest, if you declare one", 2, 1000)
    next_review_due = date_field(
        "Next review by", help_text="When the text must be looked at again; you may come earlier."
    )
    team = forms.ChoiceField(label="Sign on behalf of", required=False)
    password = forms.CharField(
        label="Your password",
        required=False,  # not with a passkey
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Asked again, because this is your signature.",
        error_messages={"required": "Enter your password."},
    )
    read = forms.MultipleChoiceField(
        label="Changed passages", required=False, widget=forms.CheckboxSelectMultiple
    )
    code = code_field(required=False, help_text="Of your app, for this signature.")
    credential = forms.JSONField(required=False, widget=forms.HiddenInput)
    shown_digest = forms.CharField(required=False)
    shown_plan = forms.CharField(required=False)
    shown_name = forms.CharField(required=False, strip=False)
    shown_credentials = forms.CharField(required=False, strip=False)

    def __init__(self, data: QueryDict | None = None, *, subject: Review, user: User) -> None:
        super().__init__(data, subject=subject, user=user)
        for key, question in QUESTIONS.items():
            self.fields[key] = one_of(question, list(ANSWERS.items()), "Answer this question.")
        self.order_fields([*QUESTIONS, "scope"])  # as on the page, for the list of errors
        self._offer_dates()
        self._offer_factors()
        self._offer_teams()
        self._offer_scopes()
        self.ticks = list(ticks_of(self.review))
        # What was ticked on another text is told by its digest, which the engine compares.
        ticked = data.getlist("read") if data is not None else []
        keys = dict.fromkeys([*(tick.key for tick in self.ticks), *ticked])
        self.fields["read"].choices = [(key, key) for key in keys]  # type: ignore[attr-defined]

    def _offer_factors(self) -> None:
        if not settings.SIGNING_REQUIRES_MFA:
            del self.fields["code"]
        # A key of their own that may sign: offered beside the password.
        self.offers_key = may_sign_with_key(self.user)

    def _offer_scopes(self) -> None:
        """What is not offered the engine refuses, with the passages that bar this person."""
        scopes = scopes_open_to(self.review, self.user)
        field = self.fields["scope"]
        field.widget.choices = [(each, each.label) for each in scopes]
        if scopes == [Scope.CHANGES]:
            own = own_part(self.review, self.user, Scope.WHOLE)
            field.help_text = f"You cannot sign the whole page. {own}"

    def _offer_dates(self) -> None:
        today = timezone.localdate()
        latest = add_months(today, self.review.document.review_interval_months)
        self.initial = {"next_review_due": latest}
        limits = {"min": today + timedelta(days=1), "max": latest}
        self.fields["next_review_due"].widget.attrs |= {
            name: limit.isoformat() for name, limit in limits.items()
        }

    def _offer_teams(self) -> None:
        profile = getattr(self.user, "reviewer_profile", None)
        teams = [(team.name, team.name) for team in profile.teams.all()] if profile else []
        if teams:
            self.fields["team"].choices = [("", "Myself only"), *teams]  # type: ignore[attr-defined]
        else:
            del self.fields["team"]

    @cached_property
    def signs_as(self) -> ReviewerProfile:
        """Of a form that was refused, as it is by now and not as when the answer began."""
        if self.is_bound:
            return ReviewerProfile.objects.get(user=self.user)
        return self.user.reviewer_profile

    @property
    def checklist(self) -> list[forms.BoundField]:
        return [self[key] for key in QUESTIONS]

    def clean(self) -> None:
        if self.needs_secret and not self.cleaned_data.get("credential"):
            for name, missing in (
                ("password", "Enter your password."),
                ("code", "Enter the code."),
            ):
                if name in self.fields and not self.cleaned_data.get(name):
                    self.add_error(name, missing)
        declared = self.cleaned_data.get("conflict") == "declared"
        if declared and not self.cleaned_data.get("conflict_text"):
            self.add_error("conflict_text", "Write what the conflict of interest is.")
        if self.cleaned_data.get("shown_digest") == self.review.digest:
            try:
                check_all_read(self.ticks, self.cleaned_data.get("read", []))
            except Incomplete as refusal:
                self.add_error("read", refusal.message)

    def ask_key(self, at: datetime) -> dict[str, object]:
        """What the browser asks the passkey. Raises Refusal."""
        statement = to_sign(self.review, by=self.user, statement=self._statement(), at=at)
        return options(self.user, statement)

    def perform(self) -> str:
        given = self.cleaned_data
        key = None
        if given.get("credential") and self.key_began_at:
            key = KeyAnswer(given["credential"], self.key_began_at)
        edition = acts.sign_off(
            self.review,
            by=self.user,
            password=given["password"],
            code=given.get("code", ""),
            key=key,
            shown_digest=given["shown_digest"],
            statement=self._statement(),
        )
        if edition is None:
            return "Signed. One more signature is needed before the page is published."
        if edition.effective_from > timezone.now():
            day = f"{edition.effective_from:%d %B %Y, %H:%M} UTC"
            return f"Signed. Edition {edition.number} is published on {day}."
        return f"Signed. Edition {edition.number} is public now."

    def _statement(self) -> Statement:
        given = self.cleaned_data
        declared = given["conflict"] == "declared"
        return Statement(
            conflict_of_interest=given["conflict_text"] if declared else NO_CONFLICT,
            next_review_due=given["next_review_due"],
            answers={key: given[key] for key in QUESTIONS},
            meaning=given["meaning"],
            scope=given["scope"],
            team=given.get("team", ""),
            shown_plan=given["shown_plan"],
            shown_as=(given["shown_name"], given["shown_credentials"]),
            read=frozenset(given["read"]),
        )
