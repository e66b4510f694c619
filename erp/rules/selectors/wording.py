"""The words of what rules and decision tables refuse."""

from django.utils.translation import gettext_lazy as _

from erp.core.http.messages import register_messages


def register_words() -> None:
    """Say what the refusals are called."""
    register_messages(
        {
            "table_missing": (
                _("Set-up incomplete"),
                _("The decision table “%(table)s” is not there, or no version of it is in force."),
            ),
            "table_facts": (
                _("The table can't decide"),
                _("The fact “%(fact)s” is not of the type that its column compares (%(type)s)."),
            ),
            "table_failed": (_("The table can't decide"), _("Evaluating the decision table failed: %(why)s")),
            "table_tests_fail": (
                _("Test cases fail"),
                _("Nothing was published: the table's own test cases fail (%(cases)s)."),
            ),
            "version_is_current": (
                _("In force already"),
                _("Version %(number)s is in force for everybody; save a draft to pilot something new."),
            ),
            "version_not_in_force": (_("Not in force"), _("Version %(number)s is not in force.")),
            "versions_differ": (
                _("Asked in another way"),
                _(
                    "Version %(number)s, which stays in force beside it, is about other documents or is "
                    "asked in another way: end it first."
                ),
            ),
            "too_many_versions": (_("Too many versions"), _("There are too many versions of this.")),
            "webhook_failed": (_("The webhook failed"), _("%(url)s did not take the message: %(why)s")),
            "no_draft": (_("Nothing to publish"), _("There is no draft to publish.")),
        }
    )
