"""The pages of signing in, under Dutch addresses: of allauth what a platform without passwords needs."""

from allauth.account import views
from allauth.mfa.base.views import authenticate
from django.urls import path

from municipalities.second_step.reset_views import ResetByStaff

from .account.code_views import give_code
from .account.fresh_views import SignInAgain
from .account.passkey_views import PasskeySignIn

urlpatterns = [
    path("inloggen/", views.login, name="account_login"),
    path("inloggen/code/", views.request_login_code, name="account_request_login_code"),
    path("inloggen/code/invoeren/", give_code, name="account_confirm_login_code"),
    path("inloggen/passkey/", PasskeySignIn.as_view(), name="passkey_sign_in"),
    path("inloggen/tweede-stap/", authenticate, name="mfa_authenticate"),
    path("platform/tweede-stap/", ResetByStaff.as_view(), name="reset_by_staff"),
    path("inloggen/opnieuw/", SignInAgain.as_view(), name="account_reauthenticate"),
    path("inloggen/geblokkeerd/", views.account_inactive, name="account_inactive"),
    path("uitloggen/", views.logout, name="account_logout"),
    path("aanmelden/", views.signup, name="account_signup"),
]
