"""The shape of a concern."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice

from rodzina.vocabulary import ConcernTopic
from rodzina.web.forms import Form, note


class ConcernForm(Form):
    topics = SelectMultipleField(
        _l("What is it about?"),
        choices=[SelectChoice(topic.value, _l(topic.label)) for topic in ConcernTopic],
    )
    text = note(_l("What do you see or hear?"))

    def chosen(self) -> list[ConcernTopic]:
        return [topic for topic in ConcernTopic if topic.value in self.topics.data]
