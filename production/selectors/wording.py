"""The words of what production refuses."""

from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from erp.core.http.messages import register_messages
from erp.notifications.selectors.wording import register_alerts


def register_words() -> None:
    """Say why production refuses what it refuses, and what its alerts are called."""
    register_alerts(
        {
            "scenario_waits": (
                _("%(number)s waits for approval"),
                _("%(who)s asks for the adoption of %(name)s."),
            ),
        }
    )
    register_messages(
        {
            "planned_order_firmed": (
                _("Firmed already"),
                _("%(document)s has become %(into)s already."),
            ),
            "master_changed": (
                _("Changed meanwhile"),
                _("In the week from %(week)s %(firm)s are firm by now. Look again, then decide."),
            ),
            "master_begun": (
                _("Can't be taken back"),
                _("In the week from %(week)s %(left)s more than that are bought, released, or made for "
                  "somebody. Change those documents."),
            ),
            "planning_rule_exists": (
                _("There is a rule already"),
                _("%(product)s has a planning rule already; change that one."),
            ),
            "bom_cycle": (_("The product would consist of itself"), _("See the path beside the components.")),
            "bom_not_explodable": (
                _("Not explodable"),
                _("The structure has a circle or is too large."),
            ),
            "cost_too_large": (_("Cost too large"), _("%(sku)s would cost more than an amount can hold.")),
            "rollup_adopted": (
                _("Taken over already"),
                _("The costs of %(on)s are the standard costs already."),
            ),
            "rollup_outdated": (
                _("Outdated"),
                _("Costs were rolled up again since %(on)s: look at the last roll-up."),
            ),
            "over_report": (
                _("More than ordered"),
                _("Operation %(operation)s of %(document)s may report %(most)s more at most."),
            ),
            "ahead_of_predecessor": (
                _("Ahead of the operation before"),
                _("The operation before has finished %(most)s pieces that operation %(operation)s of "
                  "%(document)s has not reported yet. Report that one first."),
            ),
            "nothing_reported": (
                _("Nothing was made"),
                _("Nothing was reported for %(document)s. Report pieces first, or cancel it."),
            ),
            "already_reported": (
                _("Pieces were made"),
                _("%(reported)s pieces of %(document)s were reported already. Complete it short instead."),
            ),
            "not_alike": (
                _("Not alike"),
                _("%(document)s and %(other)s do not make the same in the same way and place."),
            ),
            "has_begun": (
                _("Begun already"),
                _("Components of %(other)s were issued already."),
            ),
            "nothing_left_over": (
                _("Nothing is left over"),
                _("All of it is needed, or it was settled meanwhile."),
            ),
            "bought_outside": (
                _("Bought outside already"),
                _("%(by)s asks a supplier for %(operation)s already; reject it first."),
            ),
            "not_with_supplier": (
                _("Not with a supplier"),
                _("%(document)s is not on a purchase order that is on its way."),
            ),
            "still_needed": (
                _("Still needed"),
                _("Others wait for %(quantity)s of %(document)s: reduce it instead."),
            ),
            "pieces_undecided": (
                _("Pieces wait for a decision"),
                _("%(quantity)s pieces of %(document)s wait for their inspection or for a decision."),
            ),
            "nothing_to_inspect": (
                _("Nothing to inspect"),
                _("At operation %(operation)s of %(document)s %(most)s pieces wait for an inspection."),
            ),
            "rework_fixed": (
                _("Pieces in rework"),
                _("The pieces of %(document)s are there: report them good, or scrap them."),
            ),
            "nothing_to_issue": (
                _("Nothing to issue"),
                _("%(document)s has all its components."),
            ),
            "sop_unchanged": (
                _("Nothing new to agree"),
                _("The last agreed version says just this already."),
            ),
            "scenario_closed": (
                _("Closed"),
                _("%(document)s is adopted or discarded."),
            ),
            "scenario_empty": (
                _("Nothing to reckon"),
                _("%(document)s has no changes yet."),
            ),
            "scenario_not_reckoned": (
                _("Can't be reckoned"),
                _("%(document)s can't be reckoned: %(why)s."),
            ),
            "overtaken": (
                _("A later run was first"),
                _("A run that was asked for after %(document)s was done first; its plan stays in force."),
            ),
            "scenario_gone": (
                _("Not there any more"),
                _("What a change names was deleted; take the change out."),
            ),
            "scenario_no_room": (
                _("Not that many hours left"),
                _("A day of %(work_center)s has only %(hours)s hours left for the extra hours."),
            ),
            "scenario_not_current": (
                _("Reckon it first"),
                _("%(document)s is not reckoned as it stands."),
            ),
            "scenario_outdated": (
                _("Reality has changed"),
                _("Since %(document)s was reckoned this has changed: %(what)s. Reckon it again."),
            ),
            "scenario_asked": (
                _("Asked for already"),
                _("%(who)s has asked for the adoption of %(document)s already."),
            ),
            "scenario_not_asked": (
                _("Nobody asked for it"),
                _("Nobody has asked for the adoption of %(document)s."),
            ),
            "scenario_four_eyes": (
                _("Somebody else has to approve"),
                _("%(who)s asked for the adoption of %(document)s; another person approves it."),
            ),
            "scenario_without_customer": (
                _("The customer is missing"),
                _("Change %(line)s of %(document)s is an order without a customer."),
            ),
            "not_partly_open": (
                _("Can't be split"),
                _("Less than that is still to be made of %(document)s."),
            ),
        }
    )  # fmt: skip


def standing(state: str) -> tuple[str, str]:
    """Where made goods stand, as sales says it, and its tone."""
    if state in {"completed", "closed"}:
        return pgettext("goods", "Made"), "good"
    if state == "in_progress":
        return gettext("In production"), "active"
    return (gettext("On hold"), "wait") if state == "on_hold" else (gettext("Scheduled"), "info")
