"""The explaining pages of the platform itself."""

from django.urls import path

from .views import Glossary, HowItWorks, HowItWorksForRole, TourSeen

urlpatterns = [
    path("zo-werkt-het/", HowItWorks.as_view(), name="how_it_works"),
    path("zo-werkt-het/<slug:rol>/", HowItWorksForRole.as_view(), name="how_it_works_role"),
    path("begrippen/", Glossary.as_view(), name="glossary"),
    path("rondleiding/", TourSeen.as_view(), name="tour_seen"),
]
