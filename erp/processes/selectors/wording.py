"""The words of what processes, cases and tasks refuse."""

from django.utils.translation import gettext_lazy as _

from erp.core.http.messages import register_messages


def register_words() -> None:
    """Say what the refusals are called."""
    register_messages(
        {
            "waits_for_information": (
                _("Waits for information"),
                _("“%(question)s” has not been answered yet."),
            ),
            "signed_already": (_("Signed already"), _("You have answered this task.")),
            "incomplete_checklist": (_("Checklist not complete"), _("Still to be checked: %(points)s.")),
            "missing_attachment": (_("Attachment missing"), _("Still to be attached: %(attachments)s.")),
            "exit_condition": (_("Not done yet"), _("The step is done once this holds: %(condition)s.")),
            "followed_up": (
                _("Too late"),
                _("The next step has begun, so this can't be taken back any more."),
            ),
            "nothing_to_undo": (_("Nothing to take back"), _("The last step can't be undone by the system.")),
            "case_is_running": (
                _("Already on its way"),
                _("%(document)s is on its way through %(process)s already."),
            ),
            "critical_step": (_("Only by a person"), _("A critical step is never decided by the clock.")),
            "not_publishable": (
                _("Can't be published"),
                _("The drawing of %(process)s has errors; see the messages at its steps."),
            ),
            "bad_graph": (
                _("The drawing can't be taken"),
                _("Some steps or links are not right; see the messages."),
            ),
            "code_taken": (
                _("Already there"),
                _("There is a process with the code “%(code_wanted)s” already; choose another code."),
                _("There is a process with this code already; choose another code."),
            ),
            "no_such_node": (_("No such step"), _("A step has no place in the new version.")),
            "no_way_out": (
                _("No way on"),
                _("No link leads on from the step “%(node)s” now. Correct the drawing or the facts."),
            ),
        }
    )
