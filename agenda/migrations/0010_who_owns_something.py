from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0009_the_whole_history"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="actionpoint",
            index=models.Index(fields=["owner_organisation", "municipality"], name="action_by_owner"),
        ),
    ]
