"""Consents to cooperation and court orders."""

import sqlalchemy as sa
from alembic import op

from migrations.walls import wall

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "court_order",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("court_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("case_file_number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("execution_control_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "family_id"],
            ["family.office_id", "family.id"],
            name=op.f("fk_court_order_office_id_family_id"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_court_order_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_court_order_recorded_by")
        ),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_court_order")),
    )
    op.create_index(
        "ix_court_order_family", "court_order", ["office_id", "family_id"], unique=False
    )
    op.create_table(
        "court_order_child",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "member_id"],
            ["family_member.office_id", "family_member.id"],
            name=op.f("fk_court_order_child_office_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id", "order_id"],
            ["court_order.office_id", "court_order.id"],
            name=op.f("fk_court_order_child_office_id_order_id"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_court_order_child_office_id")
        ),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_court_order_child")),
    )
    op.create_index(
        "ix_court_order_child_order", "court_order_child", ["office_id", "order_id"], unique=False
    )
    op.create_table(
        "service_consent",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.String(length=40), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "family_id"],
            ["family.office_id", "family.id"],
            name=op.f("fk_service_consent_office_id_family_id"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id", "member_id"],
            ["family_member.office_id", "family_member.id"],
            name=op.f("fk_service_consent_office_id_member_id"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_service_consent_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["person.id"], name=op.f("fk_service_consent_recorded_by")
        ),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_service_consent")),
    )
    op.create_index(
        "ix_service_consent_family", "service_consent", ["office_id", "family_id"], unique=False
    )
    wall("court_order")
    wall("court_order_child")
    wall("service_consent")


def downgrade() -> None:
    op.drop_table("service_consent")
    op.drop_table("court_order_child")
    op.drop_table("court_order")
