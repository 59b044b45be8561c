"""Court orders about a family: the list, a new one, correcting, lifting."""

from typing import Any
from uuid import UUID

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from rodzina.courts.actions import (
    correct_court_order,
    lift_court_order,
    record_court_order,
    restore_court_order,
)
from rodzina.courts.blueprint import blueprint
from rodzina.courts.forms import LiftingForm, OrderForm
from rodzina.courts.models import CourtOrder
from rodzina.courts.queries import order_of, orders_of
from rodzina.courts.rules import is_in_force
from rodzina.families.access import open_family
from rodzina.families.models import Family
from rodzina.problems import RuleBroken
from rodzina.vocabulary import Role
from rodzina.web import toasts
from rodzina.web.access import actor, open_to
from rodzina.web.forms import sending
from rodzina.web.pages import page, see_other
from rodzina.web.polish import today


def _(text: str) -> str:
    return text


KEPT = toasts.message("order_recorded", _("Court order saved"))
LIFTED = toasts.message("order_lifted", _("Saved: the court lifted the order"))
RESTORED = toasts.message("order_restored", _("The order is in force again"))
READ = (Role.ASSISTANT, Role.SUPERVISOR, Role.SOCIAL_WORKER)
WRITE = (Role.ASSISTANT, Role.SUPERVISOR)


def found_order(family: Family, order_id: UUID) -> CourtOrder:
    order = order_of(family, order_id)
    if order is None:
        abort(404)
    return order


@blueprint.get("/families/<uuid:family_id>/court-orders")
@open_to(*READ, object_kind="family")
def index(family_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id)
    return page("courts/index.html", **around_list(family, LiftingForm(lifted_on=today()), None))


def around_list(family: Family, lifting: Any, wrong: UUID | None) -> dict[str, Any]:
    """Orders with the children they name; `wrong` is the one whose lifting was refused."""
    orders = orders_of(family)
    return {
        "family": family,
        "orders": orders,
        "named": {order.id: order.named for order in orders},
        "in_force": {
            o.id for o in orders if is_in_force(o.issued_on, o.valid_until, o.lifted_on, today())
        },
        "lifting": lifting,
        "wrong": wrong,
    }


@blueprint.get("/families/<uuid:family_id>/court-order")
@open_to(*WRITE, object_kind="family")
def new(family_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id)
    form = OrderForm.about(family)
    return page("courts/order.html", family=family, form=form, order=None)


@blueprint.post("/families/<uuid:family_id>/court-order")
@open_to(*WRITE, object_kind="family")
def record(family_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id, trace=False)
    form = OrderForm.about(family, request.form)
    try:
        if not form.validate():
            raise RuleBroken("")
        record_court_order(actor(), sending(), family, form.content(), today())
    except RuleBroken as problem:
        return refused(family, form, problem, None)
    toasts.say(KEPT)
    return see_other("desk.family", family_id=family.id)


def refused(
    family: Family, form: Any, problem: RuleBroken, order: CourtOrder | None
) -> ResponseReturnValue:
    form.refuse(problem)
    values = {"family": family, "form": form, "order": order}
    return page("courts/order.html", parts=["order_form"], status=422, **values)


@blueprint.get("/families/<uuid:family_id>/court-orders/<uuid:order_id>")
@open_to(*WRITE, object_kind="court_order")
def edit(family_id: UUID, order_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id)
    order = found_order(family, order_id)
    form = OrderForm.about(family, order=order)
    return page("courts/order.html", family=family, form=form, order=order)


@blueprint.post("/families/<uuid:family_id>/court-orders/<uuid:order_id>")
@open_to(*WRITE, object_kind="court_order")
def correct(family_id: UUID, order_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id, trace=False)
    order = found_order(family, order_id)
    form = OrderForm.about(family, request.form)
    try:
        if not form.validate():
            raise RuleBroken("")
        correct_court_order(actor(), sending(), family, order, form.content(), today())
    except RuleBroken as problem:
        return refused(family, form, problem, order)
    toasts.say(KEPT)
    return see_other("courts.index", family_id=family.id)


@blueprint.post("/families/<uuid:family_id>/court-orders/<uuid:order_id>/lifting")
@open_to(*WRITE, object_kind="court_order")
def lift(family_id: UUID, order_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id, trace=False)
    order = found_order(family, order_id)
    form = LiftingForm.received()
    try:
        if not form.validate():
            raise RuleBroken("")
        lift_court_order(actor(), sending(), order, form.lifted_on.data, today())
    except RuleBroken as problem:
        form.refuse(problem)
        return page("courts/index.html", status=422, **around_list(family, form, order_id))
    undo = url_for("courts.restore", family_id=family.id, order_id=order.id)
    toasts.say(LIFTED, undo)
    return see_other("courts.index", family_id=family.id)


@blueprint.post("/families/<uuid:family_id>/court-orders/<uuid:order_id>/restoring")
@open_to(*WRITE, object_kind="court_order")
def restore(family_id: UUID, order_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id, trace=False)
    restore_court_order(actor(), sending(), found_order(family, order_id))
    toasts.say(RESTORED)
    return see_other("courts.index", family_id=family.id)
