"""The shape of a concern."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice

from rodzina.vocabulary import ConcernTopic
from rodzina.web.forms import NOTE, Form, at_most


class ConcernForm(Form):
    topics = SelectMultipleField(
        _l("What is it about?"),
        choices=[SelectChoice(topic.value, _l(topic.label)) for topic in ConcernTopic],
    )
    text = TextAreaField(_l("What do you see or hear?"), [at_most(NOTE)])

    def chosen(self) -> list[ConcernTopic]:
        return [topic for topic in ConcernTopic if topic.value in self.topics.data]
