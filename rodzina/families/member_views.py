"""The people of a family: joining, correcting, leaving, coming back."""

from typing import Any
from uuid import UUID

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from rodzina.families.access import open_family
from rodzina.families.actions import add_member, change_member, member_leaves, member_returns
from rodzina.families.blueprint import blueprint
from rodzina.families.models import Family, FamilyMember
from rodzina.families.people import LeavingForm, member_form
from rodzina.problems import RuleBroken
from rodzina.vocabulary import Role
from rodzina.web import toasts
from rodzina.web.access import actor, open_to
from rodzina.web.forms import sending
from rodzina.web.pages import page, see_other
from rodzina.web.polish import today


def _(text: str) -> str:
    return text


JOINED = toasts.message("member_added", _("Person added"))
CHANGED = toasts.message("member_changed", _("Details saved"))
LEFT = toasts.message("member_left", _("Saved: no longer in the family"))
BACK = toasts.message("member_returned", _("Saved: in the family again"))
OPEN = (Role.ASSISTANT, Role.SUPERVISOR, Role.SOCIAL_WORKER)


def member_of(family: Family, member_id: UUID) -> FamilyMember:
    """A member of this very family, or 404."""
    for member in family.members:
        if member.id == member_id:
            return member
    abort(404)


@blueprint.get("/families/<uuid:family_id>/adults/new", endpoint="new_adult", defaults={"child": 0})
@blueprint.get(
    "/families/<uuid:family_id>/children/new", endpoint="new_child", defaults={"child": 1}
)
@open_to(*OPEN, object_kind="family")
def new_member(family_id: UUID, child: int) -> ResponseReturnValue:
    family = open_family(actor(), family_id)
    form = member_form(None, child=bool(child))
    return page("families/member.html", family=family, form=form, child=child, member=None)


@blueprint.post(
    "/families/<uuid:family_id>/adults/new", endpoint="add_adult", defaults={"child": 0}
)
@blueprint.post(
    "/families/<uuid:family_id>/children/new", endpoint="add_child", defaults={"child": 1}
)
@open_to(*OPEN, object_kind="family")
def join(family_id: UUID, child: int) -> ResponseReturnValue:
    family = open_family(actor(), family_id, trace=False)
    form = member_form(None, child=bool(child), data=request.form)
    try:
        if not form.validate():
            raise RuleBroken("")
        add_member(actor(), sending(), family, form.facts(family.surname), today())
    except RuleBroken as problem:
        form.refuse(problem)
        return shown_again(family, form, child, None)
    toasts.say(JOINED)
    return see_other("families.edit", family_id=family.id, anchor="people")


def shown_again(
    family: Family, form: Any, child: int, member: FamilyMember | None
) -> ResponseReturnValue:
    return page(
        "families/member.html",
        parts=["member_form"],
        status=422,
        family=family,
        form=form,
        child=child,
        member=member,
        leaving=LeavingForm(left_on=today()),
    )


@blueprint.get("/families/<uuid:family_id>/members/<uuid:member_id>")
@open_to(*OPEN, object_kind="member")
def edit_member(family_id: UUID, member_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id)
    member = member_of(family, member_id)
    return page(
        "families/member.html",
        family=family,
        form=member_form(member, child=member.is_child),
        child=int(member.is_child),
        member=member,
        leaving=LeavingForm(left_on=today()),
    )


@blueprint.post("/families/<uuid:family_id>/members/<uuid:member_id>")
@open_to(*OPEN, object_kind="member")
def correct_member(family_id: UUID, member_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id, trace=False)
    member = member_of(family, member_id)
    form = member_form(member, child=member.is_child, data=request.form)
    try:
        if not form.validate():
            raise RuleBroken("")
        facts, seen = form.facts(family.surname), form.version.data or 0
        change_member(actor(), sending(), family, member, facts, seen, today())
    except RuleBroken as problem:
        form.refuse(problem)
        form.version.raw_data, form.version.data = None, member.version
        return shown_again(family, form, int(member.is_child), member)
    toasts.say(CHANGED)
    return see_other("families.edit", family_id=family.id, anchor="people")


@blueprint.post("/families/<uuid:family_id>/members/<uuid:member_id>/leaving")
@open_to(*OPEN, object_kind="member")
def leave(family_id: UUID, member_id: UUID) -> ResponseReturnValue:
    """Happens at once, with its undo."""
    family = open_family(actor(), family_id, trace=False)
    member = member_of(family, member_id)
    leaving = LeavingForm.received()
    try:
        if not leaving.validate():
            raise RuleBroken("")
        member_leaves(actor(), sending(), family, member, leaving.left_on.data, today())
    except RuleBroken as problem:
        leaving.refuse(problem)
        return page(
            "families/member.html",
            status=422,
            family=family,
            form=member_form(member, child=member.is_child),
            child=int(member.is_child),
            member=member,
            leaving=leaving,
        )
    undo = url_for("families.come_back", family_id=family.id, member_id=member.id)
    toasts.say(LEFT, undo)
    return see_other("families.edit", family_id=family.id, anchor="people")


@blueprint.post("/families/<uuid:family_id>/members/<uuid:member_id>/return")
@open_to(*OPEN, object_kind="member")
def come_back(family_id: UUID, member_id: UUID) -> ResponseReturnValue:
    family = open_family(actor(), family_id, trace=False)
    member_returns(actor(), sending(), family, member_of(family, member_id))
    toasts.say(BACK)
    return see_other("families.edit", family_id=family.id, anchor="people")
