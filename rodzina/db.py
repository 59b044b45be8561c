"""The database: base classes, the wall between centres, and how SQLite is opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID, uuid4

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Connection,
    Engine,
    ForeignKey,
    ForeignKeyConstraint,
    MetaData,
    String,
    TypeDecorator,
    event,
)
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    ORMExecuteState,
    Session,
    declared_attr,
    mapped_column,
    with_loader_criteria,
)

from rodzina.vocabulary import Word

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model


def utc_now() -> datetime:
    """The present moment as it is stored: naive UTC to the microsecond."""
    return datetime.now(UTC).replace(tzinfo=None)


class Coded(TypeDecorator[Any]):
    """A word of the vocabulary, kept by its code."""

    impl = String(40)
    cache_ok = True

    def __init__(self, words: type[Word]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:
        return None if value is None else str(self.words(value).value)  # type: ignore[call-arg]

    def process_result_value(self, value: str | None, dialect: Any) -> Any:
        return None if value is None else self.words(value)  # type: ignore[call-arg]


class NoOffice(RuntimeError):
    """Work on a centre's data was tried before that centre was entered."""


def current_office() -> int:
    office: int | None = db.session().info.get("office")
    if office is None:
        raise NoOffice("enter_office first")
    return office


def enter_office(office_id: int) -> None:
    """From here on this session sees and writes one centre only, on both databases."""
    session = db.session()
    if session.info.get("office") not in (None, office_id):
        session.expunge_all()
    session.info["office"] = int(office_id)
    for known in ("keys", "parameters", "centre"):
        session.info.pop(known, None)
    if session.in_transaction():
        set_tenant(session, session.connection())


@contextmanager
def visiting(office_id: int) -> Iterator[None]:
    """Inside a centre for a moment; afterwards where the session was before, or nowhere."""
    info = db.session().info
    before = info.get("office")
    enter_office(office_id)
    try:
        yield
    finally:
        if before is None:
            info.pop("office", None)
        else:
            enter_office(before)


def set_tenant(session: Session, connection: Connection) -> None:
    office = session.info.get("office")
    if office is not None and connection.dialect.name == "postgresql":
        # SET takes no parameters; int() leaves nothing but digits.
        connection.exec_driver_sql(f"SET LOCAL app.tenant = {int(office)}")


class Entry(Model):
    """What a centre keeps and never changes: keyed by centre first, under a random id."""

    __abstract__ = True
    __tablename__: str
    sealed_fields: ClassVar[frozenset[str]] = frozenset()

    id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-9)
    created_at: Mapped[datetime] = mapped_column(default=utc_now, sort_order=90)

    @declared_attr
    def office_id(cls) -> Mapped[int]:
        return mapped_column(ForeignKey("office.id"), primary_key=True, sort_order=-10)

    def __init__(self, **values: Any) -> None:
        """Sealed fields come last: they are bound to centre, family and id."""
        self.id = values.pop("id", None) or uuid4()
        self.office_id = values.pop("office_id", None) or current_office()
        for name in sorted(values, key=lambda n: n in self.sealed_fields):
            if not hasattr(type(self), name):
                raise TypeError(f"{type(self).__name__} has no {name}")
            setattr(self, name, values[name])

    @property
    def sealing_family(self) -> UUID | None:
        """Whose key seals this row's fields; the centre's where it is nobody's."""
        family: UUID | None = self.family_id
        return family

    if TYPE_CHECKING:
        family_id: Any


class Record(Entry):
    """What a centre keeps and may change: each change counts the version up."""

    __abstract__ = True

    version: Mapped[int] = mapped_column(sort_order=91)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.version}


def of_person(**options: Any) -> Any:
    """A column that points at a person's sign-in identity."""
    return mapped_column(ForeignKey("person.id"), **options)


def within(target: str, *columns: str, **options: Any) -> ForeignKeyConstraint:
    """A foreign key to a record of the same centre: (office_id, <columns>) → target."""
    keys = [f"{target}.office_id", f"{target}.id"]
    return ForeignKeyConstraint(["office_id", *columns], keys, **options)


@event.listens_for(Session, "after_begin")
def _tenant_for_transaction(session: Session, transaction: Any, connection: Connection) -> None:
    set_tenant(session, connection)


@lru_cache(maxsize=1_000)
def within_office(office: int) -> Any:
    """What every statement of a centre carries; made once, as making it is a fifth of its cost."""
    return with_loader_criteria(Entry, lambda cls: cls.office_id == office, include_aliases=True)


@event.listens_for(Session, "do_orm_execute")
def _scope_to_office(state: ORMExecuteState) -> None:
    if state.is_column_load or state.is_relationship_load:
        return
    if state.session.info.get("scoping_off"):  # only a test sets it, to prove the second wall
        return
    state.statement = state.statement.options(within_office(state.session.info.get("office", 0)))


@event.listens_for(Session, "before_flush")
def _only_own_office(session: Session, context: Any, instances: Any) -> None:
    for record in (*session.new, *session.dirty, *session.deleted):
        if isinstance(record, Entry) and record.office_id != session.info.get("office"):
            raise NoOffice(f"{record.__tablename__} of another centre")


@event.listens_for(Engine, "connect")
def _careful_sqlite(connection: Any, record: Any) -> None:
    if "sqlite" not in type(connection).__module__:
        return
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=15000"):
        connection.execute(f"PRAGMA {pragma}")
