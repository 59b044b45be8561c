"""Tasks and their changes."""

import sqlalchemy as sa
from alembic import op

from migrations.walls import wall

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "task",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(length=40), nullable=False),
        sa.Column("owner", sa.String(length=40), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("agreed_visit_id", sa.Uuid(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("title_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_task_made_by")),
        sa.ForeignKeyConstraint(
            ["office_id", "family_id"],
            ["family.office_id", "family.id"],
            name=op.f("fk_task_office_id_family_id"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id", "member_id"],
            ["family_member.office_id", "family_member.id"],
            name=op.f("fk_task_office_id_member_id"),
        ),
        sa.ForeignKeyConstraint(["office_id"], ["office.id"], name=op.f("fk_task_office_id")),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_task")),
    )
    op.create_index("ix_task_family", "task", ["office_id", "family_id", "status"], unique=False)
    op.create_table(
        "task_change",
        sa.Column("office_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("family_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.String(length=40), nullable=False),
        sa.Column("after", sa.String(length=40), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_id", "family_id"],
            ["family.office_id", "family.id"],
            name=op.f("fk_task_change_office_id_family_id"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id", "task_id"],
            ["task.office_id", "task.id"],
            name=op.f("fk_task_change_office_id_task_id"),
        ),
        sa.ForeignKeyConstraint(
            ["office_id"], ["office.id"], name=op.f("fk_task_change_office_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_task_change_person_id")
        ),
        sa.PrimaryKeyConstraint("office_id", "id", name=op.f("pk_task_change")),
    )
    op.create_index("ix_task_change_task", "task_change", ["office_id", "task_id"], unique=False)
    op.create_index("ix_task_change_visit", "task_change", ["office_id", "visit_id"], unique=False)
    wall("task")
    wall("task_change")


def downgrade() -> None:
    op.drop_table("task_change")
    op.drop_table("task")
