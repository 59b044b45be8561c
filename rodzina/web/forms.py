"""Forms: shape of what was typed, with messages that say what to do; everything typed is kept."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID, uuid4

from flask import Flask, g, request
from flask_babel import gettext, lazy_gettext
from wtforms import Form as WTForm
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    Optional,
    StopValidation,
    ValidationError,
)

from rodzina.actors import Sending
from rodzina.crypto import content_hash
from rodzina.periods import parse_clock
from rodzina.problems import Overtaken, RuleBroken
from rodzina.vocabulary import Word
from rodzina.web.access import uuid_or_none

LINE, NOTE = 200, 20_000
NOT_SHOWN = lazy_gettext("Choose one of the answers shown.")
UNKNOWN = {"invalid_value_message": NOT_SHOWN, "invalid_choice_message": NOT_SHOWN}
SCRIPT_FIELDS = {"operation"}
LATEST = 4_102_444_800_000  # the year 2100, in milliseconds


def clean(text: Any) -> Any:
    """Trims, and drops what no database and no reader can hold (NUL and other controls)."""
    if not isinstance(text, str) or isinstance(text, Word):
        return text
    kept = "".join(c for c in text if c in "\n\t" or ord(c) >= 32).replace("\r\n", "\n")
    return kept.strip()


class Form(WTForm):
    """A form read from the request; `refuse` puts a broken rule beside its field."""

    class Meta:
        locales = ("pl",)

        def get_translations(self, form: Any) -> Any:
            from flask_babel import get_translations

            return get_translations()

        def bind_field(self, form: Any, unbound: Any, options: dict[str, Any]) -> Any:
            filters = [clean, *unbound.kwargs.get("filters", ())]
            return unbound.bind(form=form, **{**options, "filters": filters})

    @classmethod
    def received(cls, **values: Any) -> Any:
        return cls(request.form, **values)

    def refuse(self, problem: RuleBroken) -> None:
        """Shows the rule's sentence by its field, or above the form."""
        if not problem.message:  # the form's own validation has already said what is wrong
            return
        g.refusal, g.overtaken = problem.message, isinstance(problem, Overtaken)
        message = gettext(problem.message)
        field = self._fields.get(problem.field)
        if field is None:
            self.form_errors.append(message)
        else:
            field.errors = [*field.errors, message]


def sending() -> Sending:
    """The operation this request carries: its id from header or field, and a hash of the rest."""
    given = request.headers.get("Idempotency-Key") or request.form.get("operation") or ""
    try:
        operation = UUID(given)
    except ValueError:
        operation = uuid4()
    return Sending(
        operation, content_of(request.path, request.form.items(multi=True)), *of_device()
    )


def content_of(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """What tells a repeat from other content: the address and everything typed."""
    rest = sorted((k, v) for k, v in pairs if k not in SCRIPT_FIELDS)
    return content_hash(json.dumps([path, rest]))


def aside() -> Callable[[list[str]], None] | None:
    """Where a late sending puts the fields that a person must decide; None while they wait."""
    found: Callable[[list[str]], None] | None = g.get("aside")
    return found


def of_device() -> tuple[UUID | None, int | None, datetime | None]:
    """Which device sends this, its running number, what its clock says; nothing that decides."""
    number = request.headers.get("X-Rodzina-Seq", 0, type=int)
    milliseconds = request.headers.get("X-Rodzina-Now", 0, type=int)
    likely = 0 < milliseconds < LATEST
    return (
        uuid_or_none(request.headers.get("X-Rodzina-Device")),
        number if 0 < number < 2**31 else None,
        datetime.fromtimestamp(milliseconds / 1000, UTC).replace(tzinfo=None) if likely else None,
    )


class Needed(DataRequired):
    """Something must be there; what was there but could not be read keeps its own sentence."""

    def __call__(self, form: Any, field: Any) -> None:
        if field.process_errors:
            raise StopValidation()
        super().__call__(form, field)


def required(message: Any = None) -> list[Any]:
    return [Needed(message or lazy_gettext("Fill this in."))]


def needed(field: Any) -> str:
    """What to say where the field is empty and must not be; nothing where it may be."""
    kinds = (InputRequired, DataRequired)
    asks = [check.message for check in field.validators if isinstance(check, kinds)]
    if isinstance(field, RadioField) and not field.flags.optional:
        asks.append(field.invalid_choice_message)
    return str(asks[0] or gettext("Fill this in.")) if asks else ""


def init(app: Flask) -> None:
    app.jinja_env.filters["needed"] = needed


def at_most(length: int) -> Length:
    return Length(
        max=length,
        message=lazy_gettext("That is too long: at most %(max)d characters. Shorten the text."),
    )


def line(label: Any, *, needed: bool = False, most: int = LINE, **options: Any) -> StringField:
    checks = [*(required() if needed else [Optional()]), at_most(most)]
    return StringField(label, checks, **options)


def note(label: Any, *, needed: bool = False, **options: Any) -> TextAreaField:
    return TextAreaField(
        label, [*(required() if needed else [Optional()]), at_most(NOTE)], **options
    )


def word(label: Any, among: type[Word], *, needed: bool = True, **options: Any) -> SelectField:
    """A choice of one word; None where nothing was chosen and nothing is needed."""
    choices = [] if needed else [SelectChoice("", "—")]
    choices += choices_of(among)

    def read(code: Any) -> Word | None:
        return among(code) if code else None  # type: ignore[call-arg]

    return SelectField(label, choices=choices, coerce=read, **UNKNOWN, **options)


def words(label: Any, among: type[Word], **options: Any) -> SelectMultipleField:
    """A choice of several words; the data are their codes."""
    return SelectMultipleField(label, choices=choices_of(among), **UNKNOWN, **options)


def choices_of(among: Iterable[Word]) -> list[SelectChoice]:
    """Words as the choices of a field."""
    return [SelectChoice(w.value, lazy_gettext(w.label)) for w in among]


class DayField(StringField):
    """A day from the browser's picker (2026-11-19) or typed as in Poland (19.11.2026)."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat() if isinstance(self.data, date) else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
            try:
                self.data = datetime.strptime(text, pattern).date()
            except ValueError:
                continue
            if not 1900 <= self.data.year <= 2100:
                break
            return
        self.data = None
        raise ValidationError(gettext("Write the day like this: 19.11.2026."))


class ClockField(StringField):
    """A clock time: 13:05, 13.05, 1305 or 13."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.strftime("%H:%M") if isinstance(self.data, time) else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            self.data = parse_clock(text)
        except ValueError as problem:
            raise ValidationError(gettext("Write the time like this: 13:05.")) from problem
