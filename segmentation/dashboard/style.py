"""The few lines of CSS that the theme cannot say; everything is addressed by the keys that this app gives."""

import streamlit as st

from segmentation.dashboard.palette import DARK, LIGHT, SEGMENTS, Palette

WIDEST = 1260
"""Pixels; a longer line of text is hard to read."""


def put_style(colours: Palette) -> None:
    """Put the style sheet on the page; words in charts, too, which the theme draws too pale to read.

    `light-dark` follows the browser's theme at once. Popovers lie outside of the element that tells it the theme, so
    the words on their buttons take the theme of the last run, `colours`.
    """
    cards = "".join(
        f".st-key-card-{segment} {{ border-top: 4px solid {_both(LIGHT.outline[segment], DARK.outline[segment])}; }}"
        for segment in SEGMENTS
    )
    framed = [*(f"card-{segment}" for segment in SEGMENTS), "what-next", "move-lines", "no-red-line", "go-to-data"]
    links = ", ".join(f".st-key-{key} a" for key in framed)
    st.html(
        f"""<style>
        [data-testid="stMainBlockContainer"] {{ max-width: {WIDEST}px; padding: 4.5rem 3rem 4rem; }}
        h1 {{ padding-top: 0 !important; text-wrap: balance; }}
        h2 {{ padding-top: 0.25rem !important; text-wrap: balance; }}
        .st-key-about-book {{ margin-bottom: -0.4rem; }}
        .st-key-sample-banner {{ background: {_both(LIGHT.banner, DARK.banner)}; }}
        .st-key-sample-banner {{ border-radius: 10px; padding: 0.3rem 0.9rem; }}
        .st-key-sample-banner [data-testid="stMarkdownContainer"] {{ margin: 0 !important; }}
        .st-key-sample-banner p {{ margin: 0; line-height: 1.6; }}
        .st-key-sample-banner a p, .st-key-in-doubt a p {{ text-decoration: underline; }}
        {links} {{ border: 1px solid {_both(LIGHT.line, DARK.line)}; border-radius: 10px; padding: 0.3rem 0.8rem; }}
        button[kind="primary"]:not(:disabled) p {{ color: {colours.on_accent}; }}
        [data-testid="stPlotlyChart"] svg text {{ fill: {_both(LIGHT.text, DARK.text)} !important; }}
        [data-testid="stPlotlyChart"] svg :is(.xtick, .ytick, .g-xtitle, .g-ytitle) text {{
            fill: {_both(LIGHT.quiet, DARK.quiet)} !important;
        }}
        {cards}
        @media (max-width: 640px) {{
            h1 {{ font-size: 1.65rem !important; }}
            [data-testid="stMainBlockContainer"] {{ padding: 4rem 1rem 3rem; }}
        }}
        </style>"""
    )


def _both(light: str, dark: str) -> str:
    return f"light-dark({light}, {dark})"
