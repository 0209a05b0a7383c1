from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0007_read_an_index_only"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="actionevent", name="event_by_moment"),
        migrations.AddIndex(
            model_name="actionevent",
            index=models.Index(fields=["municipality", "at", "action_point"], name="event_by_moment"),
        ),
        migrations.AddIndex(
            model_name="actionevent",
            index=models.Index(fields=["municipality", "change", "at"], name="event_by_change"),
        ),
        migrations.AddIndex(
            model_name="actionpoint",
            index=models.Index(
                fields=["municipality", "created_at", "merged_into", "session"], name="action_by_moment"
            ),
        ),
    ]
