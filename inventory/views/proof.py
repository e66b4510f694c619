"""“Proof of stock”: the invariants live, for everybody who works here, and what administrators may do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from erp.core.views.page import page
from inventory.models import Proof
from inventory.selectors.proof import CheckState, ProofState, proof_state, visible_proofs
from inventory.services.proof import REPAIR, override_release_stop, proof_of_now, prove_books
from inventory.services.repair import repair_counters

SHOWN_RUNS = 14


def _titles() -> dict[str, str]:
    """What invariants are about, in the order in which they are shown."""
    return {
        "stock": _("Stock"),
        "demand": _("Orders' quantities"),
        "peg": _("Promises"),
        "hold": _("Soft holds"),
        "order": _("Orders and billing"),
        "journal": _("Journal"),
        "invoice": _("Invoices"),
        "payment": _("Payments"),
        "credit": _("Credit"),
        "credit_note": _("Credit notes"),
        "payable": _("Payables"),
        "requisition": _("Requisitions"),
        "count": _("Counts"),
        "return": _("Returns"),
        "scan": _("Scans"),
        "purchase": _("Purchase orders"),
        "receipt": _("Receiving"),
        "exemption": _("Inspection exemptions"),
        "manifest": _("Manifests"),
        "transfer": _("Transfers"),
        "supplier_return": _("Goods sent back to suppliers"),
        "supplier_credit": _("Suppliers' credits"),
        "quotation": _("Quotations"),
        "process": _("Processes and tasks"),
        "rules": _("Rules"),
        "sla": _("Clocks"),
        "measures": _("Measures"),
        "structure": _("Bills and routings"),
        "work_order": _("Work orders"),
        "non_conformance": _("Non-conformances"),
        "machines": _("Machines"),
        "planning": _("Material plan"),
        "schedule": _("Schedule"),
        "forecast": _("Forecasts"),
        "scenario": _("Scenarios"),
    }


def _about(code: str) -> str:
    """The group of an invariant; a service level's figures stand with the measures."""
    return "measures" if code.startswith("sla_") else code.split(".", maxsplit=1)[0]


def _groups(checks: list[CheckState]) -> list[dict[str, Any]]:
    """Invariants by what they are about."""
    titles = _titles()
    groups: dict[str, list[dict[str, Any]]] = {}
    for check in checks:
        shown = {"state": check, "title": _(check.title), "rows": [_row(row) for row in check.rows]}
        groups.setdefault(_about(check.code), []).append(shown)
    ordered = [name for name in titles if name in groups] + sorted(set(groups) - set(titles))
    return [{"title": titles.get(name, name), "checks": groups[name]} for name in ordered]


def _row(row: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in row.items())


def _context(request: Any, state: ProofState) -> dict[str, Any]:
    return {
        "state": state,
        "groups": _groups(state.checks),
        "broken": len([check for check in state.checks if check.is_known and check.broken]),
        "held": len([check for check in state.checks if check.holds]),
        "may_repair": request.actor.has(REPAIR),
    }


@page()
def proof_page(request: Any) -> HttpResponse:
    """The invariants as they stood at the last proof; the page asks for a new one by itself."""
    runs = visible_proofs(request.actor).filter(kind=Proof.Kind.BOOKS).order_by("-id")[:SHOWN_RUNS]
    context = _context(request, proof_state(request.actor)) | {"runs": runs}
    return render(request, "inventory/proof.html", context)


@page()
def proof_live(request: Any) -> HttpResponse:
    """The invariants now, at most a minute old."""
    proof_of_now(actor=request.actor)
    return render(request, "inventory/_proof.html", _context(request, proof_state(request.actor)))


@page(REPAIR, methods=("POST",))
def proof_repair(request: Any) -> HttpResponse:
    """Set counters to what their rows say, then prove anew."""
    repairs = repair_counters(reason=request.POST.get("reason", ""), actor=request.actor)
    done = [one for one in repairs if not one.problem]
    text = ngettext("%(count)s counter was repaired.", "%(count)s counters were repaired.", len(done))
    messages.success(request, text % {"count": len(done)})
    for one in [one for one in repairs if one.problem][:10]:
        messages.error(
            request, _("%(where)s could not be repaired: a shipment picks it.") % {"where": one.where}
        )
    prove_books(actor=request.actor)
    return redirect(reverse("proof"))


@page(REPAIR, methods=("POST",))
def proof_override(request: Any) -> HttpResponse:
    """Let the release go on although the books disagree."""
    override_release_stop(reason=request.POST.get("reason", ""), actor=request.actor)
    messages.success(request, _("Shipments can be released again."))
    return redirect(reverse("proof"))
