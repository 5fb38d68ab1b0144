"""The tables of the records: workspaces, the files of each, and the versions of its policy."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

SCHEMA_VERSION = 2
"""Stored in the database, so that a later version of the app knows what it opens."""


class Base(DeclarativeBase):
    """All tables of the records."""


class Workspace(Base):
    """One book that was opened: an import of the user's files, or a sample."""

    __tablename__ = "workspace"
    # A number is never given again: another tab may still hold the one that was deleted.
    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - the form that SQLAlchemy asks for

    id: Mapped[int] = mapped_column(primary_key=True)
    sample: Mapped[str | None] = mapped_column(unique=True)
    """The sample's name; null for the user's own files."""
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime]
    draft: Mapped[str | None]
    """The policy as edited since its last version (TOML); null where nothing was edited."""
    as_of: Mapped[date | None]
    """The day on which the files were first counted, so that no answer moves with the calendar; null for a sample."""


class SourceFile(Base):
    """One file of an import, byte for byte as it was loaded."""

    __tablename__ = "source_file"
    __table_args__ = (UniqueConstraint("workspace_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    """The file's name, followed by "#worksheet" where one of a workbook was chosen."""
    sha256: Mapped[str]
    size: Mapped[int]
    data: Mapped[bytes] = mapped_column(deferred=True)


class PolicyVersion(Base):
    """One saved version of a workspace's policy; versions are added and never changed."""

    __tablename__ = "policy_version"
    __table_args__ = (UniqueConstraint("workspace_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspace.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    toml: Mapped[str]
    note: Mapped[str]
    saved_at: Mapped[datetime]
