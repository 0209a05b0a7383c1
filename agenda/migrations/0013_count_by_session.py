from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0012_event_with_what_became"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="actionpoint",
            index=models.Index(
                fields=["municipality", "session", "status", "merged_into"], name="action_by_session"
            ),
        ),
    ]
