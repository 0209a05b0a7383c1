"""Addresses of the demo."""

from django.urls import path

from .views import Demo, MailBody, Mails, OneMail, SignInAs

urlpatterns = [
    path("", Demo.as_view(), name="demo"),
    path("inloggen/<str:who>/", SignInAs.as_view(), name="demo_sign_in"),
    path("post/", Mails.as_view(), name="demo_mails"),
    path("post/<slug:key>/", OneMail.as_view(), name="demo_mail"),
    path("post/<slug:key>/inhoud/", MailBody.as_view(), name="demo_mail_body"),
]
