"""What makes a page for the browser one file that fetches and sends nothing: the policy it carries."""

from __future__ import annotations

import base64
import hashlib

__all__ = ["policy"]


def policy(style: str, script: str, *further: str) -> str:
    """Allow this style and this script, what `further` names, and nothing else."""
    allowed = (f"style-src {_hash(style)}", f"script-src {_hash(script)}", *further)
    return "; ".join(("default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"))


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
