"""Visits, the versions of their records, drafts and ready phrases."""

import sqlalchemy as sa
from alembic import op

from migrations.walls import wall

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "ready_phrase",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=False),
        sa.Column("text", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_ready_phrase_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_ready_phrase_person_id")
        ),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_ready_phrase")),
    )
    op.create_index("ix_ready_phrase_area", "ready_phrase", ["office_id", "area"], unique=False)
    op.create_table(
        "visit",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("assistant_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("planned_at", sa.DateTime(), nullable=True),
        sa.Column("started_at", sa.DateTime(), nullable=True),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("current", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("follows_id", sa.Uuid(), nullable=True),
        sa.Column("moved_to_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assistant_id"], ["person.id"], name=op.f("fk_visit_assistant_id")
        ),
        sa.ForeignKeyConstraint(
            ["office_id", "family_id"],
            ["family.office_id", "family.id"],
            name=op.f("fk_visit_office_id_family_id"),
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_visit_office_id")),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_visit")),
    )
    op.create_index(
        "ix_visit_assistant", "visit", ["office_id", "assistant_id", "day"], unique=False
    )
    op.create_index("ix_visit_family", "visit", ["office_id", "family_id", "day"], unique=False)
    op.create_table(
        "visit_draft",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "family_id"],
            ["family.office_id", "family.id"],
            name=op.f("fk_visit_draft_office_id_family_id"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_visit_draft_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_visit_draft_person_id")
        ),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_visit_draft")),
        sa.UniqueConstraint(
            "office_id",
            "visit_id",
            "person_id",
            name=op.f("uq_visit_draft_office_id_visit_id_person_id"),
        ),
    )
    op.create_table(
        "visit_record",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=False),
        sa.Column("participation", sa.Integer(), nullable=True),
        sa.Column("kilometres", sa.Numeric(precision=6, scale=1), nullable=True),
        sa.Column("next_visit_at", sa.DateTime(), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("place_note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("others_present_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "visit_id"],
            ["visit.office_id", "visit.id"],
            name=op.f("fk_visit_record_office_id_visit_id"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_visit_record_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_visit_record_recorded_by")
        ),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_visit_record")),
        sa.UniqueConstraint(
            "office_id",
            "visit_id",
            "number",
            name=op.f("uq_visit_record_office_id_visit_id_number"),
        ),
    )
    op.create_table(
        "visit_area",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=False),
        sa.Column("independence", sa.String(length=40), nullable=True),
        sa.Column("phrases_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "record_id"],
            ["visit_record.office_id", "visit_record.id"],
            name=op.f("fk_visit_area_office_id_record_id"),
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_visit_area_office_id")),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_visit_area")),
    )
    op.create_index("ix_visit_area_record", "visit_area", ["office_id", "record_id"], unique=False)
    op.create_table(
        "visit_person",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "member_id"],
            ["family_member.office_id", "family_member.id"],
            name=op.f("fk_visit_person_office_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id", "record_id"],
            ["visit_record.office_id", "visit_record.id"],
            name=op.f("fk_visit_person_office_id_record_id"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_visit_person_office_id")
        ),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_visit_person")),
    )
    op.create_index(
        "ix_visit_person_member", "visit_person", ["office_id", "member_id"], unique=False
    )
    op.create_index(
        "ix_visit_person_record", "visit_person", ["office_id", "record_id"], unique=False
    )
    wall("ready_phrase")
    wall("visit")
    wall("visit_draft")
    wall("visit_record")
    wall("visit_area")
    wall("visit_person")


def downgrade() -> None:
    op.drop_table("visit_person")
    op.drop_table("visit_area")
    op.drop_table("visit_record")
    op.drop_table("visit_draft")
    op.drop_table("visit")
    op.drop_table("ready_phrase")
