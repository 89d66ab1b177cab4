"""Time plan + length of a meeting → whole minutes for each block."""

from __future__ import annotations

from collections.abc import Mapping

from agreementgen.agreement.kinds import AgendaPlan

__all__ = ["share_time"]

SHORTEST = 2
"""A block of fewer minutes is no use to anyone."""


def share_time(plan: AgendaPlan, minutes: int) -> dict[str, int]:
    """Share a meeting's minutes among its blocks, in the order of the plan.

    At a length the plan names, exactly as the plan has it; between two, drawn out evenly. A block that would get less
    than two minutes is left out, the smallest first; those in `plan.never_under` always stay, and never get less than
    that. The shares always add up to `minutes`.

    Args:
        plan: Minutes of each block at a few lengths.
        minutes: Length of the meeting, 15 to 180.
    """
    wanted = {name: _drawn(plan.lengths, shares, minutes) for name, shares in plan.blocks.items()}
    kept = {name: share for name, share in wanted.items() if share > 0}
    while True:
        shares = _rounded(kept, minutes, plan.never_under)
        short = [name for name in kept if shares[name] < SHORTEST and name not in plan.never_under]
        if not short:
            return shares
        del kept[min(short, key=lambda name: kept[name])]


def _drawn(lengths: tuple[int, ...], shares: tuple[int, ...], minutes: int) -> float:
    """Read a block's share at any length off the line through the plan's points; beyond them in proportion."""
    if minutes <= lengths[0]:
        return shares[0] * minutes / lengths[0]
    if minutes >= lengths[-1]:
        return shares[-1] * minutes / lengths[-1]
    right = next(index for index, length in enumerate(lengths) if length >= minutes)
    span = (minutes - lengths[right - 1]) / (lengths[right] - lengths[right - 1])
    return shares[right - 1] + span * (shares[right] - shares[right - 1])


def _rounded(wanted: Mapping[str, float], minutes: int, never_under: Mapping[str, int]) -> dict[str, int]:
    """Round to whole minutes by the largest remainder, so that the sum stays what it is."""
    scale = minutes / sum(wanted.values())
    fixed = {name: least for name, least in never_under.items() if name in wanted and wanted[name] * scale < least}
    free = {name: share for name, share in wanted.items() if name not in fixed}
    left = minutes - sum(fixed.values())
    scale = left / sum(free.values())
    shares = {name: fixed[name] if name in fixed else int(share * scale + 1e-9) for name, share in wanted.items()}
    by_remainder = sorted(free, key=lambda name: shares[name] - free[name] * scale)
    for name in by_remainder[: minutes - sum(shares.values())]:
        shares[name] += 1
    return shares
