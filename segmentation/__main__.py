"""The command line: `velvet-rope read` says what was understood of files, `velvet-rope sort` writes the lists."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from segmentation import Book, Policy, PolicyRefused, Sorting, Unreadable, draft_policy, read, sort, to_csv
from segmentation.exporting import file_name
from segmentation.intake.files.sheet import day_words
from segmentation.method.sorting import SEGMENTS

UNUSABLE = 2
"""The exit status where the files or the options cannot be used; nothing is written then."""

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Sort customers into stars, mid-range and duds by a Red Velvet Rope policy.",
)
Files = Annotated[
    list[str], typer.Argument(help="Files of one business: a client list, orders, order lines, payments, …")
]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Count as of this day (2026-11-14).")]
Costs = Annotated[
    list[str] | None, typer.Option("--cost", metavar="NAME=AMOUNT", help="What one hour, order, visit, … costs you.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of sentences.")]


@app.command("sort")
def sort_files(  # noqa: PLR0913, PLR0917 (each is an option of the command)
    files: Files,
    policy: Annotated[Path | None, typer.Option(metavar="FILE.toml", help="The policy; drafted if left out.")] = None,
    as_of: AsOf = None,
    cost: Costs = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="The folder for the lists.")] = Path(),
    as_json: Json = False,
) -> None:
    """Sort every client and write one list per segment, with the policy that was used."""
    with _refusals(), _progress(as_json) as step:
        step("Reading the files …")
        book = _book(files, as_of, cost)
        step(f"Sorting {len(book):,} {book.word} …")
        rope = draft_policy(book) if policy is None else _policy(policy)
        sorting = sort(book, rope)
        step("Writing the lists …")
        written = _write(sorting, out)
    typer.echo(_json(_summary(sorting, written)) if as_json else _sentences(sorting, written))


@app.command("read")
def read_files(files: Files, as_of: AsOf = None, cost: Costs = None, as_json: Json = False) -> None:
    """Say what was understood of the files: what is counted, what was left out and why, and every trait."""
    with _refusals(), _progress(as_json) as step:
        step("Reading the files …")
        book = _book(files, as_of, cost)
    typer.echo(_json(_understood(book)) if as_json else _understood_text(book))


@contextmanager
def _refusals() -> Iterator[None]:
    """One plain sentence on standard error for whatever cannot be used."""
    try:
        yield
    except (Unreadable, PolicyRefused) as refused:
        _refuse(str(refused))
    except OSError as failed:
        _refuse(f"{failed.filename or 'The folder'} cannot be written: {failed.strerror}; choose another with --out.")


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(UNUSABLE)


@contextmanager
def _progress(quiet: bool) -> Iterator[Any]:
    """A line that says what goes on, where somebody watches."""
    if quiet or not sys.stderr.isatty():
        yield lambda sentence: None
        return
    from rich.console import Console  # noqa: PLC0415 (slow to import, and only for a person at a terminal)

    console = Console(stderr=True)
    with console.status("") as status:
        yield status.update


def _book(files: list[str], as_of: str | None, costs: list[str] | None) -> Book:
    return read(*files, as_of=_day(as_of), costs=dict(_cost(text) for text in costs or []))


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise Unreadable(f"--as-of {text} is no date: write it as year-month-day, such as 2026-11-14.") from None


def _cost(text: str) -> tuple[str, float]:
    name, _, amount = text.partition("=")
    try:
        return name.strip(), float(amount)
    except ValueError:
        raise Unreadable(f"--cost {text} is not of the form NAME=AMOUNT, such as hour=45.") from None


def _policy(path: Path) -> Policy:
    try:
        return Policy.from_toml(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise Unreadable(f"The policy {path} cannot be read: check its name.") from None


def _write(sorting: Sorting, out: Path) -> list[str]:
    """Write all files or, where one cannot be written, none that was not there before."""
    texts = {file_name(key, sorting.book.as_of): to_csv(sorting, key) for key, _ in SEGMENTS}
    texts["policy.toml"] = sorting.policy.to_toml().encode()
    out.mkdir(parents=True, exist_ok=True)
    drafts = [(out / f".{name}.part", out / name) for name in texts]
    try:
        for (draft, _), text in zip(drafts, texts.values(), strict=True):
            draft.write_bytes(text)
        for draft, final in drafts:
            draft.replace(final)
    finally:
        for draft, _ in drafts:
            draft.unlink(missing_ok=True)
    return [str(final) for _, final in drafts]


def _summary(sorting: Sorting, written: list[str]) -> dict[str, Any]:
    return {
        "as_of": sorting.book.as_of,
        "clients": len(sorting.book),
        "segments": sorting.counts(),
        "policy": sorting.policy.name,
        "policy_note": sorting.policy.note,
        "notes": [note.text for note in sorting.notes],
        "read": [{"kind": note.kind, "text": note.text} for note in sorting.book.notes],
        "files": written,
    }


def _sentences(sorting: Sorting, written: list[str]) -> str:
    book, counts = sorting.book, sorting.counts()
    lines = [f"{len(book):,} {book.word}, as of {day_words(book.as_of)}"]
    if sorting.policy.note:
        lines.append(f"Note: {sorting.policy.note}.")
    lines += [f"Note: {note.text}" for note in sorting.notes]
    lines += [f"Note: {note.text}" for note in book.notes if note.kind in ("left out", "doubt")]
    lines += [f"{counts[key]:>9,}  {label}" for key, label in SEGMENTS]
    return "\n".join([*lines, "Written: " + ", ".join(written)])


def _understood(book: Book) -> dict[str, Any]:
    return {
        "as_of": book.as_of,
        "clients": len(book),
        "word": book.word,
        "currency": book.currency,
        "notes": [{"kind": note.kind, "text": note.text, "file": note.file, "row": note.row} for note in book.notes],
        "traits": [
            {
                "key": t.key,
                "label": t.label,
                "kind": t.kind,
                "family": t.family,
                "heading": t.heading,
                "known": _known(book, t.key),
            }
            for t in book.traits
        ],
    }


def _understood_text(book: Book) -> str:
    lines = [f"{len(book):,} {book.word}, as of {day_words(book.as_of)}", ""]
    for kind in ("understood", "changed", "left out", "doubt"):
        lines += [f"{kind.capitalize()}: {note.text}" for note in book.notes if note.kind == kind]
    lines += ["", "What is known of them:"]
    lines += [f"  {t.label} ({t.family}): {_known(book, t.key):,} of {len(book):,}. {t.how}" for t in book.traits]
    return "\n".join(lines)


def _known(book: Book, key: str) -> int:
    return len(book) - int(book.table[key].null_count)


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)


if __name__ == "__main__":
    app()
