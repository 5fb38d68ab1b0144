"""Starts the web app: `python -m streamlit run streamlit_app.py`."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from segmentation.dashboard.security import SecurityHeaders

SCRIPT = Path(__file__).parent / "segmentation" / "dashboard" / "main.py"

app = st.App(SCRIPT, middleware=[Middleware(SecurityHeaders)])
