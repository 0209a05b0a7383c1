from django.urls import path

from .views import Start

app_name = "municipalities"

urlpatterns = [
    path("", Start.as_view(), name="start"),
]
