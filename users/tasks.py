from celery import shared_task
from django.core.management import call_command

from .own_sign_ins import forget_ended


@shared_task
def forget_expired_sign_ins() -> None:
    """Remove sign-ins, and guesses of join codes, of browsers that stayed away too long."""
    call_command("clearsessions")
    forget_ended()
