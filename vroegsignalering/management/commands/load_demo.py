"""`manage.py load_demo`: three invented municipalities to look around in."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.formats import date_format

from municipalities.models import Municipality
from vroegsignalering.demo.found import day_of_demo
from vroegsignalering.demo.platform import appoint_demo_staff
from vroegsignalering.demo.stories import stories
from vroegsignalering.demo.telling import Teller


class Command(BaseCommand):
    """Make what is missing of the demo; what is there stays as people left it."""

    help = "Load three invented municipalities; repeating it changes nothing."

    def handle(self, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The demo opens every account: start with DEMO=1 to load it.")
        now = timezone.now()
        there = set(Municipality.objects.filter(slug__in=stories()).values_list("slug", flat=True))
        missing = [story for slug, story in stories().items() if slug not in there]
        for story in missing:
            Teller(story, now=now).tell()
        appoint_demo_staff(today=timezone.localdate(now))
        if missing:
            self.stdout.write(f"Demo: made {', '.join(story.name for story in missing)}.")
            return
        day = day_of_demo(now=now)
        if day is None or day == timezone.localdate(now):
            self.stdout.write("Demo: there already.")
        else:
            made = date_format(day, "Y-m-d")
            self.stdout.write(
                f"Demo: there already, made on {made}. Nothing is thrown away; for one that plays today, "
                "start with an empty VAR_DIR."
            )
