"""What a phone has kept and a person has to decide about; which device sent an operation."""

import sqlalchemy as sa
from alembic import op

from migrations.walls import wall

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("operation") as table:
        table.add_column(sa.Column("device_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("device_number", sa.Integer(), nullable=True))
        table.add_column(sa.Column("phone_at", sa.DateTime(), nullable=True))
    op.create_index(
        "ix_operation_device",
        "operation",
        ["office_id", "device_id", "device_number"],
        unique=False,
    )
    op.create_table(
        "parked_entry",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("operation_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("problem", sa.String(length=200), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("words_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "family_id"],
            ["family.office_id", "family.id"],
            name=op.f("fk_parked_entry_office_id_family_id"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_parked_entry_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_parked_entry_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_parked_entry_decided_by")
        ),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_parked_entry")),
    )
    op.create_index(
        "ix_parked_entry_author", "parked_entry", ["office_id", "person_id"], unique=False
    )
    op.create_index(
        "ix_parked_entry_decision", "parked_entry", ["office_id", "decision"], unique=False
    )
    wall("parked_entry")


def downgrade() -> None:
    op.drop_table("parked_entry")
    op.drop_index("ix_operation_device", "operation")
    with op.batch_alter_table("operation") as table:
        table.drop_column("phone_at")
        table.drop_column("device_number")
        table.drop_column("device_id")
