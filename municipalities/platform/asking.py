"""The page by which staff are asked before something is done with a municipality."""

from typing import Any

from django.urls import reverse

from ..permissions import Permission
from .views import OneMunicipality


class Asking(OneMunicipality):
    """A page that asks before it does; with a form where something has to be filled in."""

    abstract = True
    permission = Permission.RUN_PLATFORM
    template_name = "platform/ask.html"
    is_destructive = True

    def words(self) -> dict[str, str]:
        """Return title, text and label: what follows, before it is done."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        back = reverse("platform:municipality", kwargs={"pk": self.municipality.pk})
        words = {**self.words(), "is_destructive": self.is_destructive}
        return super().get_context_data(**words, cancel_url=back, **kwargs)
