from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0010_who_owns_something"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="actionpoint",
            index=models.Index(
                condition=models.Q(("merged_into__isnull", False)),
                fields=["municipality", "merged_into"],
                name="action_by_sequel",
            ),
        ),
    ]
