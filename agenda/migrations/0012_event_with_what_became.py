from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0011_what_went_on_elsewhere"),
        ("municipalities", "0005_exports_and_staff"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name="actionevent",
            name="event_by_change",
        ),
        migrations.AddIndex(
            model_name="actionevent",
            index=models.Index(
                fields=["municipality", "change", "at", "after", "action_point"], name="event_by_change"
            ),
        ),
    ]
