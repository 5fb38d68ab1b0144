"""How words and numbers are written on screen; the only place that makes uploaded text safe for Markdown."""

import re

WORD_JOINER = "\u2060"
HARD_SPACE = "\u00a0"
MINUS = "\u2212"
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain(text: object) -> str:
    """The text, escaped so that it shows literally wherever Streamlit reads Markdown.

    Streamlit draws images, links, LaTeX and colours in most labels, and an image calls its host: a
    client's name could report who reads it. Every punctuation mark is escaped, and a word joiner keeps
    addresses from turning into links.
    """
    escaped = _PUNCTUATION.sub(r"\\\1", str(text).replace("\r", " ").replace("\n", " "))
    escaped = re.sub(r"(?i)(https?|ftp|mailto)\\:", rf"\1{WORD_JOINER}\\:", escaped)
    escaped = re.sub(r"(?i)\bwww\\\.", rf"www{WORD_JOINER}\\.", escaped)
    return escaped.replace(r"\@", rf"{WORD_JOINER}\@")


def count(number: int, plural: str, singular: str | None = None) -> str:
    """A number with its word: "1 client", "2,400 clients"."""
    word = (singular or one_of(plural)) if number == 1 else plural
    return f"{number:,} {word}"


def one_of(plural: str) -> str:
    """The singular of what a business calls its clients: "customers" is "customer"."""
    if plural.endswith("ies"):
        return plural.removesuffix("ies") + "y"
    if plural.endswith(("sses", "xes", "ches", "shes")):
        return plural.removesuffix("es")
    return plural.removesuffix("s")


def percent(share: float) -> str:
    """A share as whole percent; "under 1 %" rather than a zero that is not one."""
    if 0 < share < 0.005:
        return f"under 1{HARD_SPACE}%"
    return f"{share * 100:.0f}{HARD_SPACE}%".replace("-", MINUS)


def joined(parts: list[str]) -> str:
    """Parts as one phrase: "a, b and c"."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def size(number: int) -> str:
    """Bytes as people say them: 340 bytes, 12 KB, 3.4 MB."""
    if number < 1000:
        return f"{number} bytes"
    return f"{number / 1000:.0f} KB" if number < 1e6 else f"{number / 1e6:.1f} MB"
