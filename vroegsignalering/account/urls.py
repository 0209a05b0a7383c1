"""The addresses of one's own account, below `/mijn/`."""

from django.urls import path

from . import second_step_views

urlpatterns = [
    path("tweede-stap/", second_step_views.SecondStep.as_view(), name="second_factor"),
]
