"""The addresses of one's own account, below `/mijn/`."""

from django.urls import path

from . import account_views, passkey_views, second_step_views

urlpatterns = [
    path("", account_views.Account.as_view(), name="account"),
    path("aanmeldingen/andere/", account_views.EndOtherSignIns.as_view(), name="end_other_sign_ins"),
    path("aanmeldingen/<int:sign_in>/", account_views.EndSignIn.as_view(), name="end_sign_in"),
    path("tweede-stap/", second_step_views.SecondStep.as_view(), name="second_factor"),
    path("tweede-stap/app/", second_step_views.NewApp.as_view(), name="new_app"),
    path("tweede-stap/app/weg/", second_step_views.RemoveApp.as_view(), name="remove_app"),
    path("tweede-stap/herstelcodes/", second_step_views.RecoveryCodes.as_view(), name="recovery_codes"),
    path("passkeys/nieuw/", passkey_views.NewPasskey.as_view(), name="new_passkey"),
    path("passkeys/nieuw/vraag/", passkey_views.NewPasskeyQuestion.as_view(), name="new_passkey_question"),
    path("passkeys/<int:passkey>/", passkey_views.RenamePasskey.as_view(), name="rename_passkey"),
    path("passkeys/<int:passkey>/weg/", passkey_views.RemovePasskey.as_view(), name="remove_passkey"),
]
