"""What happens when a control of the Policy page is moved: the edit is checked, kept at once, or refused beside it.

Controls keep what was typed as long as their keys stay; the keys change when the policy was replaced from elsewhere
(an upload, a reset, another tab), so that no control shows what is no longer true.
"""

from collections.abc import Callable

import streamlit as st

from segmentation import Policy, PolicyRefused
from segmentation.dashboard.state import Opened, edit, opened
from segmentation.dashboard.text import plain

_SEEN, _EPOCH, _REFUSED = "policy-seen", "policy-epoch", "policy-refused"


def key(name: str) -> str:
    """The key of a control, new whenever the policy was replaced from elsewhere."""
    return f"{st.session_state.get(_EPOCH, 0)}-{name}"


def follow(book: Opened) -> None:
    """Renew the controls if the policy is not the one they show."""
    text = f"{book.workspace} {book.policy.to_toml()}"
    if st.session_state.get(_SEEN) != text:
        renew()
        st.session_state[_SEEN] = text


def renew() -> None:
    """Let every control start from the policy again, and forget refusals."""
    st.session_state[_EPOCH] = st.session_state.get(_EPOCH, 0) + 1
    st.session_state[_REFUSED] = {}


def change(field: str, make: Callable[[Policy], Policy], structural: bool = False) -> bool:
    """Try one edit; `field` names where a refusal is shown. Structural edits renew the controls.

    The last policy that could be used stays in use when an edit is refused.
    """
    book = opened()
    refused = st.session_state.setdefault(_REFUSED, {})
    try:
        text = edit(book, make(book.policy))
    except PolicyRefused as refusal:
        refused[field] = str(refusal)
        return False
    refused.pop(field, None)
    if structural:
        renew()
    st.session_state[_SEEN] = f"{book.workspace} {text}"
    return True


def refusal(field: str) -> str | None:
    """The sentence with which the last edit of a field was refused."""
    sentence: str | None = st.session_state.get(_REFUSED, {}).get(field)
    return sentence


def refuse(field: str, sentence: str) -> None:
    """Show a sentence beside a field."""
    st.session_state.setdefault(_REFUSED, {})[field] = sentence


def show_refusal(field: str) -> None:
    """Draw the refusal of a field, if there is one."""
    sentence = refusal(field)
    if sentence:
        st.error(plain(sentence))
