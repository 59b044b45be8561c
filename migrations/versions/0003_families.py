"""Families, their members and assignments."""

import sqlalchemy as sa
from alembic import op

from migrations.walls import wall

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "family",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("card", sa.LargeBinary(), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=True),
        sa.Column("surname_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("locality_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("street_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("landmark_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("housing_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("safety_flags_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("safety_note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("case_basis", sa.String(length=40), nullable=False),
        sa.Column("case_status", sa.String(length=40), nullable=False),
        sa.Column("risk_group", sa.String(length=40), nullable=True),
        sa.Column("difficulty", sa.Integer(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=True),
        sa.Column("waiting_since", sa.Date(), nullable=True),
        sa.Column("assistant_id", sa.Uuid(), nullable=True),
        sa.Column("social_worker_id", sa.Uuid(), nullable=True),
        sa.Column("plan_from", sa.Date(), nullable=True),
        sa.Column("plan_until", sa.Date(), nullable=True),
        sa.Column("last_assessed_on", sa.Date(), nullable=True),
        sa.Column("last_visited_on", sa.Date(), nullable=True),
        sa.Column("visited_before_on", sa.Date(), nullable=True),
        sa.Column("missed_visits", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assistant_id"], ["person.id"], name=op.f("fk_family_assistant_id")
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_family_office_id")),
        sa.ForeignKeyConstraint(
            ["social_worker_id"], ["person.id"], name=op.f("fk_family_social_worker_id")
        ),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_family")),
        sa.UniqueConstraint("office_id", "reference", name=op.f("uq_family_office_id_reference")),
    )
    op.create_index("ix_family_assistant", "family", ["office_id", "assistant_id"], unique=False)
    op.create_index(
        "ix_family_social_worker", "family", ["office_id", "social_worker_id"], unique=False
    )
    op.create_table(
        "assignment",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("assistant_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("assigned_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assigned_by"], ["person.id"], name=op.f("fk_assignment_assigned_by")
        ),
        sa.ForeignKeyConstraint(
            ["assistant_id"], ["person.id"], name=op.f("fk_assignment_assistant_id")
        ),
        sa.ForeignKeyConstraint(
            ["office_id", "family_id"],
            ["family.office_id", "family.id"],
            name=op.f("fk_assignment_office_id_family_id"),
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_assignment_office_id")),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_assignment")),
    )
    op.create_index("ix_assignment_family", "assignment", ["office_id", "family_id"], unique=False)
    op.create_table(
        "family_member",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("relation", sa.String(length=40), nullable=False),
        sa.Column("lives_at_home", sa.Boolean(), nullable=False),
        sa.Column("parental_authority", sa.String(length=40), nullable=False),
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("marital_status", sa.String(length=40), nullable=True),
        sa.Column("birth_year_only", sa.Boolean(), nullable=False),
        sa.Column("last_seen_on", sa.Date(), nullable=True),
        sa.Column("seen_before_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("first_name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("last_name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("born_on_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("citizenship_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("education_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("occupation_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("workplace_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("income_source_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("school_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("development_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("legal_situation_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "family_id"],
            ["family.office_id", "family.id"],
            name=op.f("fk_family_member_office_id_family_id"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_family_member_office_id")
        ),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_family_member")),
    )
    op.create_index(
        "ix_family_member_family", "family_member", ["office_id", "family_id"], unique=False
    )
    wall("family")
    wall("assignment")
    wall("family_member")


def downgrade() -> None:
    op.drop_table("family_member")
    op.drop_table("assignment")
    op.drop_table("family")
