"""The few lines of CSS that the theme cannot say; everything is addressed by the keys that this app gives."""

import streamlit as st

from segmentation.dashboard.palette import SEGMENTS, Palette

WIDEST = 1260
"""Pixels; a longer line of text is hard to read."""


def put_style(colours: Palette) -> None:
    """Put the style sheet for this theme on the page."""
    cards = "".join(
        f".st-key-card-{segment} {{ border-top: 4px solid {colours.outline[segment]}; }}" for segment in SEGMENTS
    )
    framed = [*(f"card-{segment}" for segment in SEGMENTS), "what-next", "move-lines", "no-red-line", "go-to-data"]
    links = ", ".join(f".st-key-{key} a" for key in framed)
    st.html(
        f"""<style>
        [data-testid="stMainBlockContainer"] {{ max-width: {WIDEST}px; padding: 4.5rem 3rem 4rem; }}
        h1 {{ padding-top: 0 !important; text-wrap: balance; }}
        h2 {{ padding-top: 0.25rem !important; text-wrap: balance; }}
        .st-key-about-book {{ margin-bottom: -0.4rem; }}
        .st-key-sample-banner {{ background: {colours.banner}; border-radius: 10px; padding: 0.3rem 0.9rem; }}
        .st-key-sample-banner [data-testid="stMarkdownContainer"] {{ margin: 0 !important; }}
        .st-key-sample-banner p {{ margin: 0; line-height: 1.6; }}
        .st-key-sample-banner a p {{ text-decoration: underline; }}
        {links} {{ border: 1px solid {colours.line}; border-radius: 10px; padding: 0.3rem 0.8rem; }}
        {cards}
        @media (max-width: 640px) {{
            h1 {{ font-size: 1.65rem !important; }}
            [data-testid="stMainBlockContainer"] {{ padding: 4rem 1rem 3rem; }}
        }}
        </style>"""
    )
