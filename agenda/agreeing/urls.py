"""Addresses of agreeing to an agenda, below those of the agenda."""

from django.urls import path

from . import adopting_views, consent_views

VERSION = "vaststellen/<int:session>/versie/<int:number>/"
CONSENT = "vaststellen/<int:session>/organisatie/<int:consent>/"

urlpatterns = [
    path("vaststellen/<int:session>/", adopting_views.AgreementPage.as_view(), name="agreement"),
    path("vaststellen/<int:session>/voorleggen/", adopting_views.PutForward.as_view(), name="put_forward"),
    path(VERSION, adopting_views.VersionPage.as_view(), name="version"),
    path(f"{VERSION}vaststellen/", adopting_views.Adopt.as_view(), name="adopt"),
    path(f"{VERSION}intrekken/", adopting_views.Withdraw.as_view(), name="withdraw"),
    path(CONSENT, consent_views.ConsentByHand.as_view(), name="consent_by_hand"),
    path(f"{CONSENT}opnieuw/", consent_views.AskAgain.as_view(), name="ask_again"),
    path("akkoord/<str:token>/", consent_views.ConsentPage.as_view(), name="consent"),
]
