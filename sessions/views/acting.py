"""Pages that act: by a form, after a question, by one press. What a verb refuses is told."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views import View
from django.views.generic import FormView

from ..forms import VerbForm


class Asked(FormView):
    """A page with a form whose verb may refuse; what was typed is not lost."""

    form_class = VerbForm

    def act(self, form: Any) -> None:
        """Call the verb and say what happened; may raise what verbs raise."""
        raise NotImplementedError

    def back(self) -> HttpResponseRedirect:
        """Return the way to the page that shows what became of it."""
        raise NotImplementedError

    def form_valid(self, form: VerbForm) -> HttpResponse:
        try:
            self.act(form)
        except ValidationError as error:
            form.refuse(error)
            return self.form_invalid(form)
        return self.back()

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Question(Asked):
    """A question before an act: it names the consequence, with a form where something has to be filled in."""

    template_name = "components/confirm_page.html"

    def question(self) -> dict[str, Any]:
        """Return title, text and label of the page."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.form_class is VerbForm:
            kwargs["form"] = None
        return super().get_context_data(cancel_url=self.back().url, **self.question(), **kwargs)


class Press(View):
    """One press on a button: a POST that acts, says what happened and goes back."""

    http_method_names = ["post"]

    def act(self) -> None:
        raise NotImplementedError

    def back(self) -> HttpResponseRedirect:
        raise NotImplementedError

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.act()
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
        return self.back()
