from django.http import HttpResponseRedirect


class SeeOther(HttpResponseRedirect):
    """After a POST: go and GET the page that shows what became of it."""

    status_code = 303
