"""The still picture of a Training: it says what it shows, and is the same each time."""

import numpy as np
import pytest
from trainings import made, sent

from cgraph_lib.nn import spiral


@pytest.mark.parametrize("options", [{}, {"validation": spiral(6, seed=1)}])
def test_the_still_twin_says_what_it_shows_and_is_the_same_each_time(options):
    stills = []
    for _ in range(2):
        training = made(**options)
        training.run(steps=10)
        stills.append(training._repr_mimebundle_()[0])
    assert stills[0]["image/svg+xml"] == stills[1]["image/svg+xml"]
    assert stills[0]["text/plain"] == stills[1]["text/plain"]
    assert stills[0]["text/plain"].startswith("A network 2-7-3 after 10 steps: loss ")
    assert ("in validation" in stills[0]["text/plain"]) == bool(options)
    assert stills[0]["image/svg+xml"].count("<polyline") == 1 + len(options)


def test_validation_points_stand_on_the_plane():
    far = np.array([[5.0, 5.0], [-5.0, 0.0]])
    training = made(validation=(far, [0, 2]))
    left, right, bottom, top = sent(training)["network"]["ground"]["box"]
    assert left < -5 and right > 5 and top > 5 and bottom > -5
    assert training.picture.svg.count('class="quiet') == 3 and 'class="quiet' not in made().picture.svg
