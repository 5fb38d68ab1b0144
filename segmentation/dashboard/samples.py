"""The two made-up businesses that come with a checkout, and where their files are."""

from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
"""The folder of streamlit_app.py; the installed package alone has no `data` beside it."""


@dataclass(frozen=True)
class Sample:
    """A made-up business: its files lie in `data/<key>/`."""

    key: str
    name: str
    about: str
    """One sentence for the card on the Data page."""
    files: tuple[str, ...]


SAMPLES = (
    Sample(
        "service",
        "Harbour Lane Studio",
        "A design and bookkeeping studio with 240 clients: ratings, invoices, hours.",
        ("clients.csv", "invoices.csv"),
    ),
    Sample(
        "shop",
        "Fern & Fable",
        "A shop for books and plants with 3,000 customers: orders, returns, help-desk tickets.",
        ("customers.csv", "orders.csv", "tickets.csv"),
    ),
)


def samples(project: Path = PROJECT) -> list[Sample]:
    """The samples whose files are all there."""
    return [sample for sample in SAMPLES if all(path.is_file() for path in sample_paths(sample, project))]


def sample_paths(sample: Sample, project: Path = PROJECT) -> list[Path]:
    """The files of a sample, in the order in which they are read."""
    return [project / "data" / sample.key / name for name in sample.files]
