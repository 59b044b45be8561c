"""Phones with a sealed box, and when a password was typed for a session."""

import sqlalchemy as sa
from alembic import op

from migrations.walls import wall

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sign_in") as table:
        table.add_column(sa.Column("proved_at", sa.DateTime(), nullable=True))
    op.create_table(
        "device",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("ticket_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("last_seen_at", sa.DateTime(), nullable=False),
        sa.Column("unsent", sa.Integer(), nullable=True),
        sa.Column("lost_at", sa.DateTime(), nullable=True),
        sa.Column("lost_by", sa.Uuid(), nullable=True),
        sa.Column("taken_over_at", sa.DateTime(), nullable=True),
        sa.Column("wiped_at", sa.DateTime(), nullable=True),
        sa.Column("given_up_at", sa.DateTime(), nullable=True),
        sa.Column("given_up_by", sa.Uuid(), nullable=True),
        sa.Column("recovery_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_device_office_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_device_person_id")),
        sa.ForeignKeyConstraint(["lost_by"], ["person.id"], name=op.f("fk_device_lost_by")),
        sa.ForeignKeyConstraint(["given_up_by"], ["person.id"], name=op.f("fk_device_given_up_by")),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_device")),
    )
    op.create_index("ix_device_person", "device", ["office_id", "person_id"], unique=False)
    wall("device")


def downgrade() -> None:
    op.drop_table("device")
    with op.batch_alter_table("sign_in") as table:
        table.drop_column("proved_at")
