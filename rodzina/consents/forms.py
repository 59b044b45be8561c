"""Shapes of a decision, of its withdrawal, and of a family taken over while the work goes on."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional, ValidationError

from rodzina.consents.actions import DecisionFacts
from rodzina.consents.rules import check_day
from rodzina.families.forms import Household, is_phone, person
from rodzina.families.people import QuickAdult, QuickChild
from rodzina.problems import RuleBroken
from rodzina.vocabulary import CaseBasis, ConsentDecision, ConsentWay
from rodzina.web.forms import DayField, Form, at_most, choices_of, line, note, required, word
from rodzina.web.polish import today


class ConsentForm(Form):
    member = person(_l("Who decides?"), RadioField)
    decision = RadioField(
        _l("What did they decide?"),
        choices=[
            SelectChoice(ConsentDecision.GIVEN.value, _l("agrees")),
            SelectChoice(ConsentDecision.REFUSED.value, _l("does not agree")),
        ],
        coerce=lambda code: ConsentDecision(code) if code else None,  # type: ignore[call-arg]
        default=ConsentDecision.GIVEN,
        invalid_choice_message=_l("Choose what the person decided."),
        invalid_value_message=_l("Choose what the person decided."),
    )
    way = RadioField(
        _l("How?"),
        choices=choices_of(ConsentWay),
        coerce=lambda code: ConsentWay(code) if code else None,  # type: ignore[call-arg]
        default=ConsentWay.PAPER,
        invalid_choice_message=_l("Choose how it was said."),
        invalid_value_message=_l("Choose how it was said."),
    )
    decided_on = DayField(_l("On what day?"), required(_l("Write the day of the decision.")))
    note = note(_l("Note"))

    def facts(self) -> DecisionFacts:
        day: Any = self.decided_on.data
        return DecisionFacts(
            self.member.data,
            self.decision.data,
            day,
            self.way.data,
            self.note.data or "",
        )


class WithdrawalForm(Form):
    member = person(_l("Who withdraws the consent?"), RadioField)
    decided_on = DayField(_l("Since when?"), required(_l("Write the day.")))
    note = line(_l("Reason, in the family's words"), needed=True)


class PaperAdult(QuickAdult):
    """An adult in the quick form, with the day of the consent that lies in the paper file."""

    consent_on = DayField(_l("Signed consent on paper on"), [Optional()])

    def validate_consent_on(self, field: Any) -> None:
        try:
            check_day(field.data or today(), today())
        except RuleBroken as problem:
            raise ValidationError(gettext(problem.message)) from problem

    def facts(self, surname: str = "") -> dict[str, Any]:
        held = super().facts(surname)
        held.pop("consent_on")
        return held


class InProgressForm(Household):
    """A family whose paper file exists: what its deadlines need, in two minutes."""

    adult_row = PaperAdult
    child_row = QuickChild

    surname = line(_l("Family's surname"), needed=True)
    locality = line(_l("Locality"), needed=True)
    phone = StringField(_l("Phone"), [Optional(), at_most(30), is_phone])
    reference = line(_l("Reference"), most=60)
    case_basis = word(_l("How did it begin?"), CaseBasis)
    started_on = DayField(_l("Working since"), required(_l("Write since when you work.")))
    last_visited_on = DayField(_l("Last visit"), [Optional()])
    children_seen_on = DayField(_l("Children last seen"), [Optional()])
    last_assessed_on = DayField(_l("Last periodic assessment"), [Optional()])
    plan_from = DayField(_l("Plan from"), [Optional()])
    plan_until = DayField(_l("Plan until"), [Optional()])
    assistant = person(_l("Who leads the family?"), RadioField, default=None)

    def facts(self) -> dict[str, Any]:
        """As the columns of a family are named."""
        own = {name: field.data for name, field in self._fields.items()}
        skipped = ("children_seen_on", "assistant")
        held = {name: value for name, value in own.items() if name not in skipped}
        return held | {
            "reference": self.reference.data or None,
            "visited_before_on": self.last_visited_on.data,
            "assistant_id": self.assistant.data,
        }

    def members(self) -> list[dict[str, Any]]:
        seen = self.children_seen_on.data
        return [
            facts | ({"last_seen_on": seen, "seen_before_on": seen} if row in self.children else {})
            for row, facts in zip(self.filled, super().members(), strict=True)
        ]

    def consents(self) -> dict[int, Any]:
        """The day of each paper consent, by the person's place among the members."""
        days = [row.consent_on.data if isinstance(row, PaperAdult) else None for row in self.filled]
        return {place: day for place, day in enumerate(days) if day is not None}
