"""The web app's script: page settings, style, the pages, and the one that is open."""

from pathlib import Path

import streamlit as st

from segmentation.dashboard.palette import palette
from segmentation.dashboard.style import put_style

FAVICON = Path(__file__).parent / "static" / "favicon.svg"

# Before st.navigation, which would otherwise fetch an icon from a foreign host.
st.set_page_config(page_title="Velvet Rope", page_icon=str(FAVICON), layout="wide")
put_style(palette())
st.navigation(
    [
        st.Page("views/overview.py", title="Overview", default=True),
        st.Page("views/clients.py", title="Clients"),
        st.Page("views/policy.py", title="Policy"),
        st.Page("views/serve.py", title="Who we serve", url_path="serve"),
        st.Page("views/data.py", title="Data"),
    ],
    position="top",
).run()
