from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0006_look_quickly"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="actionpoint", name="agenda_acti_municip_39fba4_idx"),
        migrations.AddIndex(
            model_name="actionevent",
            index=models.Index(fields=["municipality", "action_point", "change"], name="event_by_action"),
        ),
        migrations.AddIndex(
            model_name="actionpoint",
            index=models.Index(
                fields=[
                    "municipality",
                    "status",
                    "deadline",
                    "owner_organisation",
                    "owners_word",
                    "session",
                    "merged_into",
                ],
                name="action_by_state",
            ),
        ),
    ]
