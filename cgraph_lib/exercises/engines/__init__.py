"""Engines of the reader's own: run, recorded, and compared with the true sweep."""

from cgraph_lib.exercises.engines.breeding import bug
from cgraph_lib.exercises.engines.bugs import Bug
from cgraph_lib.exercises.engines.pinning import Contribution
from cgraph_lib.exercises.engines.reasons import Finding, Reason
from cgraph_lib.exercises.engines.replayed import Replay
from cgraph_lib.exercises.engines.replaying import replay

__all__ = ["Bug", "Contribution", "Finding", "Reason", "Replay", "bug", "replay"]
