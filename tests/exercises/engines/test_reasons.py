"""Why a contribution is false: nothing is said that is not known."""

from exercises.engines import odd_engines as odd
from exercises.engines.replays import AT, RUNNING

from cgraph_lib.exercises.engines import Reason, replay


def test_what_could_not_be_followed_is_not_explained():
    right = replay(odd.Hidden, RUNNING, AT)
    assert right.sentence == "All adjoints are right. How the engine adds them up cannot be followed."
    for engine in (odd.Hidden, odd.Gathered):
        wrong = type("Wrong", (engine,), {"fault": 2.0})
        odd.equipped(wrong)
        played = replay(wrong, "c = a * b; d = a + c; e = c * d", a=2, b=3)
        assert played.reason is Reason.UNSEEN and played.edge is None, engine
        assert "ends with" in played.sentence and "Without its partial" not in played.sentence
