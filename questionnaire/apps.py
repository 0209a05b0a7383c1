from django.apps import AppConfig


class QuestionnaireConfig(AppConfig):
    name = "questionnaire"

    def ready(self) -> None:
        # Registers what is kept of people, why and how long.
        from . import retention  # noqa: F401
