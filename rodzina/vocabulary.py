"""Words with a fixed meaning: roles, areas, kinds and states, each with its label."""

from enum import StrEnum


def _(text: str) -> str:
    """Marks a source string for translation; the template translates it when it is shown."""
    return text


class Word(StrEnum):
    """A code kept in the database, with a label for people."""

    label: str

    def __new__(cls, code: str, label: str) -> "Word":
        word = str.__new__(cls, code)
        word._value_ = code
        word.label = label
        return word


class Role(Word):
    ASSISTANT = "assistant", _("family assistant")
    SUPERVISOR = "supervisor", _("supervisor")
    SOCIAL_WORKER = "social_worker", _("social worker")
    SUPPORT_FAMILY = "support_family", _("support family")
    ADMINISTRATOR = "administrator", _("administrator")


class WorkArea(Word):
    """The four work areas (płaszczyzny) of the programme in order, and the rest of art. 15."""

    HOUSEHOLD = "household", _("Running the home")
    PARENTING = "parenting", _("Parenting skills")
    NUTRITION = "nutrition", _("Rational nutrition")
    BUDGET = "budget", _("Managing the budget")
    OTHER = "other", _("Other matters")

    @property
    def short(self) -> str:
        return SHORT_AREAS[self]


SHORT_AREAS = {
    WorkArea.HOUSEHOLD: _("Home"),
    WorkArea.PARENTING: _("Parenting"),
    WorkArea.NUTRITION: _("Nutrition"),
    WorkArea.BUDGET: _("Budget"),
    WorkArea.OTHER: _("Other"),
}
FOUR_AREAS = (WorkArea.HOUSEHOLD, WorkArea.PARENTING, WorkArea.NUTRITION, WorkArea.BUDGET)


class CaseBasis(Word):
    """How a case can begin."""

    SOCIAL_WORKER_REQUEST = "social_worker_request", _("request of the social worker")
    OWN_REQUEST = "own_request", _("the family's own request")
    INSTITUTION_SIGNAL = "institution_signal", _("signal from an institution")
    COURT_ORDER = "court_order", _("court order")
    FOSTER_REINTEGRATION = "foster_reintegration", _("child's return from foster care")
    MINOR_PARENT = "minor_parent", _("minor parent leaving an institution")
    FOR_LIFE = "za_zyciem", _("“For Life” act")


class CaseStatus(Word):
    """States of a case."""

    SIGNALLED = "signalled", _("signalled")
    INTERVIEW_DONE = "interview_done", _("interview done")
    ANALYSED = "analysed", _("analysed")
    REQUESTED = "requested", _("waiting for an assistant")
    REFUSED = "refused", _("refused")
    REFERRED_OUT = "referred_out", _("passed on")
    ASSIGNED = "assigned", _("assigned")
    CONTACT_MADE = "contact_made", _("contact made")
    CONSENTED = "consented", _("consent given")
    CONSENT_REFUSED = "consent_refused", _("consent refused")
    COURT_ORDERED = "court_ordered", _("ordered by the court")
    DIAGNOSING = "diagnosing", _("getting to know")
    IN_PROGRESS = "in_progress", _("in progress")
    SUSPENDED = "suspended", _("suspended")
    CLOSING = "closing", _("being closed")
    CLOSED = "closed", _("closed")
    MONITORING = "monitoring", _("monitored after the end")
    REOPENED = "reopened", _("reopened")
    TRANSFERRED = "transferred", _("transferred")
    ARCHIVED = "archived", _("archived")


class RiskGroup(Word):
    """Target groups named in practice."""

    RETURN = "foster_return", _("child in foster care who may return")
    PLACEMENT = "placement_risk", _("at risk of placement")
    PERIODIC = "periodic", _("periodic difficulties")


class SafetyFlag(Word):
    """What the assistant must know before every visit."""

    DOG = "dangerous_dog", _("dangerous dog")
    AGGRESSION = "aggression", _("aggression")
    WEAPON = "weapon", _("weapon")
    INFECTION = "infection", _("infectious illness")
    IN_PAIRS = "in_pairs", _("visit in pairs")
    OUTSIDE = "outside", _("meet outside the home")


class Relation(Word):
    MOTHER = "mother", _("mother")
    FATHER = "father", _("father")
    CHILD = "child", _("child")
    GUARDIAN = "legal_guardian", _("legal guardian")
    CARER = "de_facto_guardian", _("factual carer")
    PARTNER = "partner", _("partner")
    GRANDPARENT = "grandparent", _("grandparent")
    OTHER = "other", _("other household member")


class ParentalAuthority(Word):
    FULL = "full", _("full")
    LIMITED = "limited", _("limited")
    SUSPENDED = "suspended", _("suspended by the court")
    DEPRIVED = "deprived", _("deprived")
    NONE = "none", _("not applicable")


class ChildPlace(Word):
    HOME = "home", _("at home")
    RELATED_FOSTER = "related_foster", _("foster family of relatives")
    FOSTER = "foster", _("non-professional foster family")
    PROFESSIONAL_FOSTER = "professional_foster", _("professional foster family")
    FAMILY_HOME = "family_home", _("family-type home")
    INSTITUTION = "institution", _("institution")
    HOSPITAL = "hospital", _("hospital")
    YOUTH_CENTRE = "youth_centre", _("youth educational centre")
    OTHER = "other", _("other place")


class MaritalStatus(Word):
    SINGLE = "single", _("single")
    MARRIED = "married", _("married")
    DIVORCED = "divorced", _("divorced")
    SEPARATED = "separated", _("separated")
    WIDOWED = "widowed", _("widowed")


class ConsentDecision(Word):
    GIVEN = "given", _("consent given")
    REFUSED = "refused", _("consent refused")
    WITHDRAWN = "withdrawn", _("consent withdrawn")


class ConsentWay(Word):
    """How the decision was obtained; drawn signatures belong to the casework."""

    PAPER = "paper", _("signed on paper")
    ORAL = "oral", _("said aloud, with a note")
    LETTER = "letter", _("letter from the family")


class VisitKind(Word):
    """Kinds of contact."""

    HOME_VISIT = "home_visit", _("Home visit")
    ACCOMPANIMENT = "accompaniment", _("Accompaniment")
    OFFICE = "office", _("Meeting at the centre")
    PHONE = "phone", _("Phone call")
    MESSAGE = "message", _("Text message")
    ONLINE = "online", _("Online meeting")
    SCHOOL = "school", _("Contact with the school")
    INSTITUTION = "institution", _("Contact with an institution")
    INTERVENTION = "intervention", _("Intervention")
    CONFERENCE = "case_conference", _("Case conference")
    MONITORING = "monitoring", _("Monitoring after the end")
    CHILD_CONSULTATION = "child_consultation", _("Consultation with a child")

    @property
    def face_to_face(self) -> bool:
        """Only these reset "not visited" and "child not seen"; phone calls reset none."""
        return self in FACE_TO_FACE


FACE_TO_FACE = frozenset(
    {
        VisitKind.HOME_VISIT, VisitKind.ACCOMPANIMENT, VisitKind.OFFICE, VisitKind.INTERVENTION,
        VisitKind.MONITORING, VisitKind.CHILD_CONSULTATION,
    }
)  # fmt: skip


class VisitPlace(Word):
    HOME = "home", _("at home")
    SCHOOL = "school", _("at school")
    HEALTH = "health", _("at the doctor's")
    COURT = "court", _("at court")
    OFFICE = "office", _("at an office")
    DAY_CENTRE = "day_centre", _("at the day-support centre")
    OTHER = "other", _("elsewhere")
    REMOTE = "remote", _("at a distance")


class VisitOutcome(Word):
    COMPLETED = "completed", _("took place")
    NOT_ADMITTED = "not_admitted", _("not admitted")
    NOBODY_HOME = "nobody_home", _("nobody home")
    CANCELLED = "cancelled", _("cancelled")


class VisitStatus(Word):
    PLANNED = "planned", _("planned")
    UNDER_WAY = "under_way", _("under way")
    RECORDED = "recorded", _("recorded")
    CANCELLED = "cancelled", _("cancelled")
    WITHDRAWN = "withdrawn", _("withdrawn")
    MOVED = "moved", _("moved to another family")


class Independence(Word):
    TOGETHER = "together", _("Together")
    PROMPTED = "prompted", _("With a hint")
    ALONE = "alone", _("On their own")


class TaskOwner(Word):
    FAMILY = "family", _("the family")
    MEMBER = "member", _("family member")
    ASSISTANT = "assistant", _("assistant")
    SOCIAL_WORKER = "social_worker", _("social worker")
    INSTITUTION = "institution", _("institution")


class TaskStatus(Word):
    TO_DO = "todo", _("to do")
    DONE = "done", _("done")
    PARTLY = "partly_done", _("partly done")
    NOT_DONE = "not_done", _("not done")
    CANCELLED = "cancelled", _("cancelled")


class ConcernTopic(Word):
    CHILD_SAFETY = "child_safety", _("child's safety")
    HEALTH = "health", _("health")
    VIOLENCE = "violence", _("violence")
    SUBSTANCES = "substances", _("alcohol or other substances")
    CONDITIONS = "conditions", _("conditions at home")
    OTHER = "other", _("other")
