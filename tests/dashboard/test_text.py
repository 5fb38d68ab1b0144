"""Text is shown literally wherever Markdown is read, and numbers read as people write them."""

import pytest

from segmentation.dashboard.text import count, joined, one_of, percent, plain, size

PAYLOADS = [
    "[x](javascript:alert(1))",
    "![p](https://beacon.example/a.png)",
    "<img src=https://beacon.example/h.png>",
    ":red[DUD] :material/star: :tada: :shimmer[a]",
    "$x^2$ $$y$$",
    "# H",
    "`code` **b** ~s~ _i_",
    "- item",
    "> quote",
    "| a | b |",
    "A & B &amp; &lt;",
    "[a]: http://evil.example",
    '=HYPERLINK("http://evil")',
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_every_punctuation_mark_is_escaped(payload):
    escaped = plain(payload)
    for place, mark in enumerate(escaped):
        if mark.isascii() and not mark.isalnum() and mark not in " \\":
            assert escaped[place - 1] == "\\", f"{mark} stands unescaped in {escaped}"


@pytest.mark.parametrize(
    ("payload", "shown"),
    [
        ("https://evil.example/a", "https\u2060\\:\\/\\/evil\\.example\\/a"),
        ("www.evil.example", "www\u2060\\.evil\\.example"),
        ("a@evil.example", "a\u2060\\@evil\\.example"),
        ("mailto:a", "mailto\u2060\\:a"),
        ("two\r\nlines", "two  lines"),
        ("Café Zéphyrin", "Café Zéphyrin"),
    ],
)
def test_addresses_do_not_become_links(payload, shown):
    assert plain(payload) == shown


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (count(1, "clients"), "1 client"),
        (count(2400, "customers"), "2,400 customers"),
        (one_of("companies"), "company"),
        (one_of("businesses"), "business"),
        (percent(0.314), "31\u00a0%"),
        (percent(0.001), "under 1\u00a0%"),
        (percent(0), "0\u00a0%"),
        (percent(-0.034), "\u22123\u00a0%"),
        (joined(["a", "b", "c"]), "a, b and c"),
        (joined(["a"]), "a"),
        (size(999), "999 bytes"),
        (size(12_400), "12 KB"),
        (size(3_440_000), "3.4 MB"),
    ],
)
def test_numbers_and_words(shown, expected):
    assert shown == expected
