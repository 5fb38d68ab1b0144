import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from segmentation import engines


@pytest.mark.parametrize(
    ("value", "text"),
    [(1.5, "1.5e0"), (2, "2.0e0"), (1e-7, "1e-07"), (True, "TRUE"), (None, "NULL"), ("O'Brien", "'O''Brien'")],
)
def test_literals(value, text):
    assert engines.literal(value) == text


def test_names_are_quoted():
    assert engines.quote('a "b"') == '"a ""b"""'


def test_rows_stay_in_place_over_many_threads():
    rows = 700_000
    table = pa.table({"number": pa.array(range(rows)), "text": [f" {n}" for n in range(rows)]})
    text = (
        f"SELECT {engines.quote(engines.PLACE)}, number, CAST(trim(text) AS BIGINT) AS said FROM t WHERE number % 7 < 6"
    )
    for _ in range(3):
        found = engines.run_in_place(text, "t", table)
        assert found.column_names == ["number", "said"]
        assert found["number"].equals(found["said"])
        assert pc.all(pc.equal(found["number"].slice(0, 7), pa.array([0, 1, 2, 3, 4, 5, 7]))).as_py()
        assert found["number"].to_pylist() == [n for n in range(rows) if n % 7 < 6]


def test_a_query_reads_no_file(tmp_path):
    (tmp_path / "secret.csv").write_text("a\n1\n")
    with pytest.raises(duckdb.PermissionException):
        engines.run(f"SELECT * FROM read_csv('{tmp_path / 'secret.csv'}')")
