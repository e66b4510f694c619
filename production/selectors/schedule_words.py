"""What the schedule says when it refuses."""

from django.utils.translation import gettext_lazy as _

from erp.core.http.messages import register_messages


def register_words() -> None:
    """Add the refusals of the schedule."""
    register_messages(
        {
            "operation_begun": (
                _("Begun already"),
                _("Operation %(operation)s has begun or is done; only what waits can be moved."),
            ),
            "before_predecessor": (
                _("Too early"),
                _("What comes before it can't be done before %(time)s."),
            ),
            "before_material": (_("Too early"), _("Its material is there from %(time)s on.")),
            "place_taken": (
                _("The machine is taken"),
                _("Operation %(operation)s stays there at that time."),
            ),
        }
    )
