"""The same pages inside a municipality, in its house style."""

from django.urls import path

from .views import Glossary, HowItWorks, HowItWorksForRole

app_name = "explained"

urlpatterns = [
    path("zo-werkt-het/", HowItWorks.as_view(), name="how_it_works"),
    path("zo-werkt-het/<slug:rol>/", HowItWorksForRole.as_view(), name="how_it_works_role"),
    path("begrippen/", Glossary.as_view(), name="glossary"),
]
