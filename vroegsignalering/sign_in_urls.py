"""The pages of allauth that a platform without passwords needs, under Dutch addresses."""

from allauth.account import views
from django.urls import path

urlpatterns = [
    path("inloggen/", views.login, name="account_login"),
    path("inloggen/code/", views.request_login_code, name="account_request_login_code"),
    path("inloggen/code/invoeren/", views.confirm_login_code, name="account_confirm_login_code"),
    path("inloggen/opnieuw/", views.reauthenticate, name="account_reauthenticate"),
    path("inloggen/geblokkeerd/", views.account_inactive, name="account_inactive"),
    path("uitloggen/", views.logout, name="account_logout"),
    path("aanmelden/", views.signup, name="account_signup"),
]
