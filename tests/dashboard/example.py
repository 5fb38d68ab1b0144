"""Five clients and a policy whose scores can be worked out in the head."""

from datetime import date
from pathlib import Path

MAIN = Path(__file__).parents[2] / "segmentation" / "dashboard" / "main.py"
FILE_NAME, DAY = "five.csv", date(2026, 11, 14)
LIST = """Client ID,Client,Energy,Industry,Revenue,Hours
K1,Ada,2,Dental,300,10
K2,Bo,1,Dental,200,10
K3,Cy,0,Law,300,20
K4,Di,-2,Law,100,60
K5,Em,,Law,100,0
"""
POLICY = """
name = "Plain"
dud_line = 30
star_line = 70

[[criteria]]
trait = "energy"
label = "Energy"
weight = 4
worst = -2
best = 2
"""
SCORES = {"K1": 100.0, "K2": 75.0, "K3": 50.0, "K4": 0.0, "K5": None}
SEGMENTS = {"K1": "star", "K2": "star", "K3": "mid-range", "K4": "dud", "K5": "unrated"}


def policy_in_use(store):
    """The text of the open book's policy: as edited, else its newest version."""
    workspace = store.latest_workspace()
    return workspace.draft or store.versions(workspace.id)[0].toml
