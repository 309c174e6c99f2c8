"""The addresses under /accounts/. Each is named, so nothing of allauth's is open by mistake: there
is no public sign-up, no sign-in by mailed code, no list of addresses."""

from allauth.account import views as account
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as key
from django.urls import path, re_path
from django.views.generic import RedirectView

from editorial.people import changes, views

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("login/code/", views.SecondStep.as_view(), name="mfa_authenticate"),
    path("login/passkey/", key.login_webauthn, name="mfa_login_webauthn"),
    path("logout/", views.SignOut.as_view(), name="account_logout"),
    path("again/", views.PasswordAgain.as_view(), name="account_reauthenticate"),
    path("again/code/", views.CodeAgain.as_view(), name="mfa_reauthenticate"),
    path("again/passkey/", views.PasskeyAgain.as_view(), name="mfa_reauthenticate_webauthn"),
    path("password/", views.NewPassword.as_view(), name="account_change_password"),
    path("password/forgotten/", views.AskForReset.as_view(), name="account_reset_password"),
    path("password/forgotten/sent/", account.password_reset_done,
         name="account_reset_password_done"),
    path("password/new/done/", account.password_reset_from_key_done,
         name="account_reset_password_from_key_done"),
    re_path(r"^password/new/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
            account.password_reset_from_key, name="account_reset_password_from_key"),
    path("changes/", changes.changes, name="account_changes"),
    path("changes/<int:pk>/confirm/", changes.confirm, name="account_confirm_change"),
    path("changes/own/confirm/", changes.confirm_own, name="account_confirm_own"),
    path("second-factor/", changes.Account.as_view(), name="mfa_index"),
    path("second-factor/app/add/", views.AddApp.as_view(), name="mfa_activate_totp"),
    path("second-factor/app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("second-factor/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("second-factor/codes/new/", codes.generate_recovery_codes,
         name="mfa_generate_recovery_codes"),
    path("second-factor/passkeys/", RedirectView.as_view(pattern_name="mfa_index"),
         name="mfa_list_webauthn"),
    path("second-factor/passkeys/add/", key.add_webauthn, name="mfa_add_webauthn"),
    path("second-factor/passkeys/<int:pk>/", key.edit_webauthn, name="mfa_edit_webauthn"),
    path("second-factor/passkeys/<int:pk>/remove/", key.remove_webauthn,
         name="mfa_remove_webauthn"),
]  # fmt: skip
