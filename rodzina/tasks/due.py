"""When a task is due, in words."""

from datetime import date

from flask_babel import gettext, ngettext

from rodzina.web.polish import day_month, today

NEAR = 6


def _(text: str) -> str:
    return text


# One sentence a weekday, because Polish declines them: "do środy".
BY_WEEKDAY = (
    _("by Monday"),
    _("by Tuesday"),
    _("by Wednesday"),
    _("by Thursday"),
    _("by Friday"),
    _("by Saturday"),
    _("by Sunday"),
)


def due_words(due_on: date) -> str:
    """2 dni po terminie, na dziś, do jutra, do piątku, do 30 listopada"""
    days = (due_on - today()).days
    if days < 0:
        return ngettext("%(num)d day late", "%(num)d days late", -days)
    if days == 0:
        return gettext("for today")
    if days == 1:
        return gettext("by tomorrow")
    if days <= NEAR:
        return gettext(BY_WEEKDAY[due_on.weekday()])
    return gettext("by %(day)s", day=day_month(due_on))
