"""The basis of the work: positions and history, a new decision, its withdrawal."""

from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from rodzina.accounts.queries import names_of
from rodzina.consents import takeover as _takeover  # noqa: F401 - the other view of this room
from rodzina.consents.actions import record_decision, withdraw_consent
from rodzina.consents.blueprint import blueprint
from rodzina.consents.forms import ConsentForm, WithdrawalForm
from rodzina.consents.queries import deciding_members, decisions_of, legal_basis_of
from rodzina.consents.rules import Basis
from rodzina.families.access import open_family
from rodzina.families.forms import offer
from rodzina.families.models import Family
from rodzina.families.rules import NEXT
from rodzina.office.queries import office
from rodzina.problems import RuleBroken
from rodzina.vocabulary import CaseStatus, ConsentDecision, Role
from rodzina.web import toasts
from rodzina.web.access import actor, open_to, uuid_or_none
from rodzina.web.forms import sending
from rodzina.web.kept import on_phone
from rodzina.web.pages import page, see_other
from rodzina.web.polish import today


def _(text: str) -> str:
    return text


KEPT = toasts.message("consent_recorded", _("Decision saved"))
WITHDRAWN = toasts.message("consent_withdrawn", _("Withdrawal saved. All records stay."))
# What the family reads, or hears read aloud; also in Ukrainian.
CONSENT_TEXT = (
    _("I agree to work together."),
    _(
        "We meet on agreed days. We make the plan together and check it together. "
        "The decisions about my family are mine."
    ),
    _("I may withdraw this consent at any time. It is enough to say so."),
)


@blueprint.get("/families/<uuid:family_id>/consents")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, Role.SOCIAL_WORKER, object_kind="family")
@on_phone("family")
def index(family_id: UUID) -> ResponseReturnValue:
    """Where everybody stands, and every decision ever taken."""
    family = open_family(actor(), family_id)
    history = list(reversed(decisions_of(family)))
    return page(
        "consents/index.html",
        family=family,
        basis=legal_basis_of(family, today()),
        history=history,
        people={m.id: m.first_name for m in family.members},
        names=names_of({consent.recorded_by for consent in history}),
        may_close=CaseStatus.CLOSING in NEXT.get(family.case_status, ()),
    )


@blueprint.get("/families/<uuid:family_id>/consents/new")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, object_kind="family")
@on_phone("family")
def new(family_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id)
    basis = legal_basis_of(family, today())
    wanted = uuid_or_none(request.args.get("member")) or first_to_ask(basis)
    form = ConsentForm(member=wanted, decided_on=today())
    return page("consents/new.html", **around(family, form))


def first_to_ask(basis: Basis) -> UUID | None:
    """Whoever's consent would count and has not been given yet; else anybody."""
    given = ConsentDecision.GIVEN
    waiting = [p for p in basis.positions if not (p.decision and p.decision.decision is given)]
    people = sorted(waiting, key=lambda p: not p.counts) or list(basis.positions)
    return people[0].person.id if people else None


def around(family: Family, form: Any) -> dict[str, Any]:
    people = deciding_members(family)
    offer(form.member, [(m.id, m.first_name) for m in people], empty=None)
    with force_locale("uk"):
        foreign = [gettext(line) for line in CONSENT_TEXT]
    leading = [family.assistant.name] if family.assistant else []
    return {
        "family": family,
        "form": form,
        "text": [gettext(line) for line in CONSENT_TEXT],
        "foreign": foreign,
        "with_whom": ", ".join([*leading, office().short_name]),
        "people": people,
    }


@blueprint.post("/families/<uuid:family_id>/consents/new")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, object_kind="family")
def record(family_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id, trace=False)
    form = ConsentForm.received()
    values = around(family, form)
    try:
        if not form.validate():
            raise RuleBroken("")
        record_decision(actor(), sending(), family, form.facts(), today())
    except RuleBroken as problem:
        form.refuse(problem)
        return page("consents/new.html", parts=["consent_form"], status=422, **values)
    toasts.say(KEPT)
    return see_other("consents.index", family_id=family.id)


@blueprint.get("/families/<uuid:family_id>/consents/withdrawal")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, object_kind="family")
@on_phone("family")
def withdraw(family_id: UUID) -> ResponseReturnValue:
    """Asked on a page of its own, because it ends the voluntary work."""
    family = open_family(actor(), family_id)
    form = WithdrawalForm(decided_on=today())
    if not offer_consenting(family, form):
        return see_other("consents.index", family_id=family.id)
    return page("consents/withdraw.html", family=family, form=form)


def offer_consenting(family: Family, form: Any) -> bool:
    """Offers those whose consent stands; with one person the choice is made."""
    given = ConsentDecision.GIVEN
    standing = [
        (p.person.id, p.person.name)
        for p in legal_basis_of(family, today()).positions
        if p.decision and p.decision.decision is given
    ]
    offer(form.member, standing, empty=None)
    if len(standing) == 1 and not form.member.raw_data:
        form.member.data = standing[0][0]
    return bool(standing)


@blueprint.post("/families/<uuid:family_id>/consents/withdrawal")
@open_to(Role.ASSISTANT, Role.SUPERVISOR, object_kind="family")
def keep_withdrawal(family_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id, trace=False)
    form = WithdrawalForm.received()
    try:
        offer(form.member, [(m.id, m.first_name) for m in deciding_members(family)], empty=None)
        if not form.validate():
            raise RuleBroken("")
        day, reason = form.decided_on.data, form.note.data
        withdraw_consent(actor(), sending(), family, form.member.data, day, reason, today())
    except RuleBroken as problem:
        form.refuse(problem)
        offer_consenting(family, form)
        return page(
            "consents/withdraw.html",
            parts=["withdrawal_form"],
            status=422,
            family=family,
            form=form,
        )
    toasts.say(WITHDRAWN)
    return see_other("consents.index", family_id=family.id)
