from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agenda", "0004_the_agenda"),
    ]

    operations = [
        migrations.AlterField(
            model_name="actionevent",
            name="change",
            field=models.CharField(
                choices=[
                    ("proposed", "was proposed"),
                    ("accepted", "was accepted by its owner"),
                    ("handed_back", "was handed back"),
                    ("owner", "got another owner"),
                    ("deadline", "got another deadline"),
                    ("wording", "was worded differently"),
                    ("status", "changed status"),
                    ("priority", "was chosen as most important by the table"),
                    ("no_priority", "was no longer chosen as most important"),
                    ("update", "got an update"),
                    ("statements", "was used for more statements"),
                    ("helpers", "got other helpers"),
                    ("next_step", "got another next step"),
                    ("link", "got another link"),
                    ("merged", "went on together with another"),
                    ("discussed", "was discussed at a follow-up meeting"),
                    ("decision", "waits for a decision of somebody"),
                    ("effect", "said what a resident notices"),
                    ("escalated", "was brought to the contact person of the organisation"),
                ],
                max_length=20,
            ),
        ),
    ]
