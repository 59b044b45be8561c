"""A version of a record that was put together with another one, and what was left out then."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("visit_record", sa.Column("merged_with", sa.Integer(), nullable=True))
    op.add_column("visit_record", sa.Column("left_out_sealed", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("visit_record", "left_out_sealed")
    op.drop_column("visit_record", "merged_with")
