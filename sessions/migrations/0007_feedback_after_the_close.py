from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("group_sessions", "0006_made_up_organisations")]

    operations = [
        migrations.AddField(
            model_name="feedback",
            name="is_late",
            field=models.BooleanField(default=False, verbose_name="given after the close"),
        ),
        migrations.RemoveConstraint(model_name="feedback", name="one_feedback_a_person"),
        migrations.AddConstraint(
            model_name="feedback",
            constraint=models.UniqueConstraint(
                fields=("municipality", "representative", "is_late"), name="feedback_once_before_and_after"
            ),
        ),
    ]
