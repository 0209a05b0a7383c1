"""The settings of a municipality, and everything of it in one file."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from ..access import GuardedView
from ..export.making import latest_export, order_export, progress_of, read_export
from ..models import MunicipalityExport
from ..permissions import Permission
from ..platform.forms import add_errors
from .changing import change_settings, settings_of
from .forms import SettingsForm


class Settings(GuardedView, FormView):
    """Mail, clock and the second step, with the way to what has a page of its own."""

    permission = Permission.MANAGE_SETTINGS
    is_for_reading = True
    form_class = SettingsForm
    template_name = "municipalities/settings.html"

    def get_initial(self) -> dict[str, Any]:
        return vars(settings_of(self.request.municipality))

    def form_valid(self, form: SettingsForm) -> HttpResponse:
        municipality = self.request.municipality
        try:
            changed = change_settings(
                municipality, wanted=form.settings(), actor=self.actor, now=timezone.now()
            )
        except ValidationError as error:
            add_errors(form, error)
            return self.form_invalid(form)
        if changed:
            messages.success(self.request, _("The settings are saved."))
        else:
            messages.info(self.request, _("Nothing was different. Nothing was changed."))
        return redirect("municipalities:settings", gemeente=municipality.slug)

    def form_invalid(self, form: SettingsForm) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class Export(GuardedView, TemplateView):
    """Everything in one file: how far it is, and the way to it."""

    permission = Permission.MANAGE_SETTINGS
    is_for_reading = True
    template_name = "municipalities/export.html"
    http_method_names = ["get", "head", "options", "post"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**_export_now(self.request), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        order_export(request.municipality, user=request.user, actor=self.actor, now=timezone.now())
        messages.success(request, _("The file is being made. You get an e-mail when it is ready."))
        return redirect("municipalities:export", gemeente=request.municipality.slug)


class ExportProgress(GuardedView):
    """The part of that page that is asked for again until the file is there."""

    permission = Permission.MANAGE_SETTINGS
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return render(
            request, "municipalities/export_progress.html", {**_export_now(request), "is_fragment": True}
        )


class DownloadExport(GuardedView):
    """The file itself; that somebody took it is logged."""

    permission = Permission.MANAGE_SETTINGS
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        row = MunicipalityExport.objects.filter(municipality=request.municipality, pk=kwargs["pk"]).first()
        now = timezone.now()
        gone = row is None or row.expires_at is None or row.expires_at <= now
        if row is None or gone or not row.is_ready or not row.file.storage.exists(row.file.name):
            raise Http404
        read_export(row, actor=self.actor, now=now)
        name = f"{request.municipality.slug}-{timezone.localdate(row.made_at)}.zip"
        response = FileResponse(row.file.open("rb"), as_attachment=True, filename=name)
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def _export_now(request: HttpRequest) -> dict[str, Any]:
    export = latest_export(request.municipality)
    is_waiting = export is not None and export.made_at is None
    return {"export": export, "is_waiting": is_waiting, "percentage": progress_of(export) if export else 0}
