from django.apps import AppConfig


class QuestionnaireConfig(AppConfig):
    name = "questionnaire"

    def ready(self) -> None:
        # Registers what of the answers goes into the file of a municipality.
        from . import exporting  # noqa: F401

        # Registers what is kept of people, why and how long.
        from . import personal, retention  # noqa: F401
