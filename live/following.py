"""Fragments that follow the stream: a page asks for them again and gets 304 when nothing changed."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.generic.base import TemplateView

from questionnaire.answers import progress_marks


class FollowedView(TemplateView):
    """A fragment that depends on the session's revision, and on its answers where `counts_answers` is set.

    Put it after the guard: `class ScreenNow(ScreenView, FollowedView)`. For a 304 nothing is
    queried or rendered but the guard and the two numbers.
    """

    counts_answers = False

    def etag_parts(self) -> list[Any]:
        """Return what else the fragment depends on, such as the viewer; extend it where needed."""
        return []

    def etag(self) -> str:
        session = self.session  # type: ignore[attr-defined]
        parts: list[Any] = [session.pk, session.revision, get_language(), *self.etag_parts()]
        if self.counts_answers:
            parts.append(progress_marks(session_ids=[session.pk]).get(session.pk, 0))
        return '"' + hashlib.sha256(repr(parts).encode()).hexdigest()[:20] + '"'

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Taken before the content is read: a change in between is fetched again, never missed.
        etag = self.etag()
        answer = get_conditional_response(request, etag=etag)
        if answer is not None:
            return answer
        response = super().get(request, *args, **kwargs)
        response["ETag"] = etag
        # At least so new: a page that shows something newer refuses what was held up on its way.
        response["X-Revision"] = str(self.session.revision)  # type: ignore[attr-defined]
        return response
