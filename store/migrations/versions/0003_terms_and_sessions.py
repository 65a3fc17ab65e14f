"""What retention and erasure need: sessions with their end, when a row last changed, who was erased a moment ago."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_CHANGING = ("profiles", "plans", "conversations", "handoffs")


def upgrade() -> None:
    for table in _CHANGING:
        op.add_column(table, sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "sessions",
        sa.Column("session_id", sa.String(length=40), nullable=False),
        sa.Column("owner", sa.String(length=48), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("session_id"),
    )
    op.create_index("ix_sessions_owner", "sessions", ["owner", "created_at"], unique=False)
    op.create_table(
        "erasures",
        sa.Column("owner", sa.String(length=48), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner"),
    )


def downgrade() -> None:
    op.drop_table("erasures")
    op.drop_index("ix_sessions_owner", "sessions")
    op.drop_table("sessions")
    for table in _CHANGING:
        with op.batch_alter_table(table) as batch:
            batch.drop_column("changed_at")
