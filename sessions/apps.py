from django.apps import AppConfig


class SessionsConfig(AppConfig):
    """Group sessions; labelled apart because Django has an app `sessions` of its own."""

    name = "sessions"
    label = "group_sessions"
