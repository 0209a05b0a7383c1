"""The one way in that is the same for every municipality."""

from django.urls import path

from .code_views import JoinCode

app_name = "live_platform"

urlpatterns = [path("meedoen/", JoinCode.as_view(), name="join_code")]
