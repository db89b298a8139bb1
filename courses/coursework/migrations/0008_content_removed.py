from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("coursework", "0007_terms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="review",
            name="review_says_why",
        ),
        migrations.RemoveConstraint(
            model_name="review",
            name="correction_has_its_reason",
        ),
        migrations.RemoveConstraint(
            model_name="submissionround",
            name="round_holds_something",
        ),
        migrations.AddField(
            model_name="review",
            name="content_removed",
            field=models.BooleanField(
                default=False, help_text="Comment and reason were deleted when the learner's account was anonymised."
            ),
        ),
        migrations.AddField(
            model_name="submissionround",
            name="content_removed",
            field=models.BooleanField(
                default=False, help_text="Text and file were deleted when the learner's account was anonymised."
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decision", "accepted"),
                    models.Q(("comment", ""), _negated=True),
                    ("content_removed", True),
                    _connector="OR",
                ),
                name="review_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("corrects", None), ("reason", "")),
                    models.Q(
                        ("corrects__isnull", False),
                        models.Q(models.Q(("reason", ""), _negated=True), ("content_removed", True), _connector="OR"),
                    ),
                    _connector="OR",
                ),
                name="correction_has_its_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="submissionround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("file", ""), ("text", ""), _negated=True), ("content_removed", True), _connector="OR"
                ),
                name="round_holds_something",
            ),
        ),
    ]
