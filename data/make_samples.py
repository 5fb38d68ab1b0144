"""Makes the two sample businesses; the same seed gives the same files, byte for byte.

    python data/make_samples.py [folder]

writes `service/` and `shop/` into the folder, by default the one this script is in.
"""

import csv
import sys
from pathlib import Path
from typing import Any

import fern_and_fable
import harbour_lane
import numpy as np

SEED = 20261114


def make_samples(folder: Path) -> None:
    """Write all files of both businesses into `folder`."""
    for name, business in (("service", harbour_lane), ("shop", fern_and_fable)):
        rng = np.random.default_rng([SEED, len(name)])
        (folder / name).mkdir(parents=True, exist_ok=True)
        for file, rows in business.make(rng).items():
            _write(folder / name / f"{file}.csv", rows)


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    make_samples(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
