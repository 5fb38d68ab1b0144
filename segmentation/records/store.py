"""Keeps the open book and its policies in one SQLite file, written at once, so that a crash loses nothing."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from platformdirs import user_data_dir
from sqlalchemy import Connection, Engine, Select, create_engine, delete, event, func, select, text, update
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session, undefer
from sqlalchemy.pool import ConnectionPoolEntry

from segmentation.records.tables import SCHEMA_VERSION, Base, PolicyVersion, SourceFile, Workspace

FOLDER_VARIABLE = "VELVET_ROPE_DATA"
FILE_NAME = "velvet-rope.sqlite"
BUSY_SECONDS = 10


class RecordsError(RuntimeError):
    """The records cannot be opened; the message is one plain sentence."""


def data_folder() -> Path:
    """Where the records live: the folder in `VELVET_ROPE_DATA`, else the user's data folder."""
    return Path(os.environ.get(FOLDER_VARIABLE) or user_data_dir("velvet-rope", appauthor=False))


def open_store(folder: Path | None = None) -> "Store":
    """Open the records in `folder` (default `data_folder()`), and make them where there are none.

    Raises
    ------
    RecordsError
        The folder cannot be written, or a newer version of the app made the records.
    """
    folder = folder or data_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return Store(folder / FILE_NAME)
    except OSError as problem:
        raise RecordsError(
            f"The folder {folder} cannot be written ({problem.strerror}). "
            f"Name another one in the environment variable {FOLDER_VARIABLE} and start again."
        ) from problem


class Store:
    """The records in one SQLite file; every method is one transaction and safe to call from any thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": BUSY_SECONDS})
        event.listen(self._engine, "connect", _prepare_connection)
        event.listen(self._engine, "begin", _begin)
        _make_tables(self._engine, path)

    def close(self) -> None:
        """Close every connection to the file."""
        self._engine.dispose()

    def save_import(self, files: Iterable[tuple[str, bytes]], as_of: date) -> int:
        """Keep the files of one import as a new workspace, open it, and return its id; `as_of`: its book's day."""
        with self._transaction() as session:
            workspace = _new_workspace(session, sample=None, as_of=as_of)
            session.add_all(
                SourceFile(
                    workspace_id=workspace.id,
                    position=position,
                    name=name,
                    sha256=hashlib.sha256(data).hexdigest(),
                    size=len(data),
                    data=data,
                )
                for position, (name, data) in enumerate(files)
            )
            return workspace.id

    def sample_workspace(self, sample: str) -> int:
        """The id of this sample's workspace, made where there is none; it keeps nothing but policies."""
        with self._transaction() as session:
            found = session.scalar(select(Workspace.id).where(Workspace.sample == sample))
            return found if found is not None else _new_workspace(session, sample).id

    def latest_workspace(self) -> Workspace | None:
        """The workspace that was opened last, or None before the first."""
        with self._transaction() as session:
            return session.scalar(select(Workspace).order_by(Workspace.opened_at.desc(), Workspace.id.desc()).limit(1))

    def workspace(self, workspace_id: int) -> Workspace | None:
        """The workspace with this id, or None where it was deleted."""
        with self._transaction() as session:
            return session.get(Workspace, workspace_id)

    def own_workspaces(self) -> list[Workspace]:
        """The workspaces with the user's own files, the one opened last first."""
        with self._transaction() as session:
            own = select(Workspace).where(Workspace.sample.is_(None)).order_by(Workspace.opened_at.desc())
            return list(session.scalars(own))

    def find_import(self, files: Iterable[tuple[str, bytes]]) -> int | None:
        """The id of the workspace that was made from these very files, by name and content, or None."""
        wanted = sorted((name, hashlib.sha256(data).hexdigest()) for name, data in files)
        for workspace in self.own_workspaces():
            if sorted((file.name, file.sha256) for file in self.file_list(workspace.id)) == wanted:
                return workspace.id
        return None

    def set_open(self, workspace_id: int) -> None:
        """Make this the workspace that opens next time."""
        with self._transaction() as session:
            session.execute(update(Workspace).where(Workspace.id == workspace_id).values(opened_at=_now()))

    def file_list(self, workspace_id: int) -> list[SourceFile]:
        """The files of a workspace in their order, without their bytes."""
        with self._transaction() as session:
            return list(session.scalars(_files_of(workspace_id)))

    def files(self, workspace_id: int) -> list[tuple[str, bytes]]:
        """The files of a workspace in their order, as (name, bytes)."""
        with self._transaction() as session:
            with_bytes = _files_of(workspace_id).options(undefer(SourceFile.data))
            return [(file.name, file.data) for file in session.scalars(with_bytes)]

    def save_policy(self, workspace_id: int, toml: str, note: str) -> int:
        """Keep a policy as the workspace's next version, drop the draft, and return the version's number."""
        with self._transaction() as session:
            return _add_version(session, workspace_id, toml, note)

    def save_first_policy(self, workspace_id: int, toml: str, note: str) -> None:
        """Keep a policy as version 1 unless the workspace has one, however many tabs ask at once."""
        with self._transaction() as session:
            if session.scalar(_versions_of(workspace_id).limit(1)) is None:
                _add_version(session, workspace_id, toml, note)

    def save_draft(self, workspace_id: int, toml: str | None) -> None:
        """Keep the policy as it is being edited; None drops the draft."""
        with self._transaction() as session:
            session.execute(update(Workspace).where(Workspace.id == workspace_id).values(draft=toml))

    def versions(self, workspace_id: int) -> list[PolicyVersion]:
        """The saved versions of a workspace's policy, the newest first."""
        with self._transaction() as session:
            return list(session.scalars(_versions_of(workspace_id)))

    def delete_workspace(self, workspace_id: int) -> None:
        """Delete a workspace with its files and policies, and give its space on disk back."""
        with self._transaction() as session:
            session.execute(delete(Workspace).where(Workspace.id == workspace_id))
        raw = self._engine.raw_connection()
        try:
            raw.cursor().execute("VACUUM")
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session


def _prepare_connection(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # Taking the write lock first lets a second tab wait its turn; upgrading a read to a write would fail.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _make_tables(engine: Engine, path: Path) -> None:
    with engine.begin() as connection:
        found = connection.scalar(text("PRAGMA user_version")) or 0
        if found > SCHEMA_VERSION:
            raise RecordsError(
                f"The records in {path} were made by a newer version of Velvet Rope; update it to open them."
            )
        Base.metadata.create_all(connection)
        if found == 1:
            connection.execute(text("ALTER TABLE workspace ADD COLUMN as_of DATE"))
        connection.execute(text(f"PRAGMA user_version = {SCHEMA_VERSION}"))


def _new_workspace(session: Session, sample: str | None, as_of: date | None = None) -> Workspace:
    workspace = Workspace(sample=sample, created_at=_now(), opened_at=_now(), draft=None, as_of=as_of)
    session.add(workspace)
    session.flush()
    return workspace


def _add_version(session: Session, workspace_id: int, toml: str, note: str) -> int:
    newest = select(func.max(PolicyVersion.number)).where(PolicyVersion.workspace_id == workspace_id)
    number = (session.scalar(newest) or 0) + 1
    version = PolicyVersion(workspace_id=workspace_id, number=number, toml=toml, note=note, saved_at=_now())
    session.add(version)
    session.execute(update(Workspace).where(Workspace.id == workspace_id).values(draft=None))
    return number


def _files_of(workspace_id: int) -> Select[SourceFile]:
    return select(SourceFile).where(SourceFile.workspace_id == workspace_id).order_by(SourceFile.position)


def _versions_of(workspace_id: int) -> Select[PolicyVersion]:
    return select(PolicyVersion).where(PolicyVersion.workspace_id == workspace_id).order_by(PolicyVersion.number.desc())


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
