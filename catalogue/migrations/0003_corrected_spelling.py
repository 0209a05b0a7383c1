import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0002_who_is_often_forgotten")]

    operations = [
        migrations.AddField(
            model_name="catalogue",
            name="corrections",
            field=models.JSONField(blank=True, default=list, verbose_name="corrected words"),
        ),
        migrations.AddField(
            model_name="catalogue",
            name="corrects",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="catalogue.catalogue",
                verbose_name="corrects the spelling of",
            ),
        ),
    ]
