from django.apps import AppConfig


class QuestionnaireConfig(AppConfig):
    name = "questionnaire"

    def ready(self) -> None:
        # Registers what made-up parties answer, what of the answers is exported, and what is kept of people,
        # why and how long.
        from . import (  # noqa: F401
            exporting,
            fictitious,
            personal,
            retention,
        )
