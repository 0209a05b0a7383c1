from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0005_decision_and_effect"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="actionevent",
            index=models.Index(fields=["municipality", "at"], name="event_by_moment"),
        ),
        migrations.AddIndex(
            model_name="actionpoint",
            index=models.Index(Lower("owner_email"), name="action_by_address"),
        ),
    ]
