"""Concerns and who read them."""

import sqlalchemy as sa
from alembic import op

from migrations.walls import wall

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "concern",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("reported_at", sa.DateTime(), nullable=False),
        sa.Column("topics_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_concern_author_id")),
        sa.ForeignKeyConstraint(
            ["office_id", "family_id"],
            ["family.office_id", "family.id"],
            name=op.f("fk_concern_office_id_family_id"),
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_concern_office_id")),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_concern")),
    )
    op.create_index("ix_concern_family", "concern", ["office_id", "family_id"], unique=False)
    op.create_table(
        "concern_reading",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("concern_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "concern_id"],
            ["concern.office_id", "concern.id"],
            name=op.f("fk_concern_reading_office_id_concern_id"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_concern_reading_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_concern_reading_person_id")
        ),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_concern_reading")),
    )
    op.create_index(
        "ix_concern_reading_concern", "concern_reading", ["office_id", "concern_id"], unique=False
    )
    wall("concern")
    wall("concern_reading")


def downgrade() -> None:
    op.drop_table("concern_reading")
    op.drop_table("concern")
