from django.db import models
from django.utils.translation import gettext_lazy as _


class NightlyJob(models.Model):
    """The company's day whose night a job has done last; one row a job, written in the job's transaction."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    day = models.DateField(_("day"))
    done_at = models.DateTimeField(_("done"))

    class Meta:
        verbose_name = _("job of the night")
        verbose_name_plural = _("jobs of the night")

    def __str__(self) -> str:
        return f"{self.name}: {self.day}"
