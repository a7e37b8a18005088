"""What the page needs for a Training: inputs in a plane have a ground, others are images."""

import numpy as np
from trainings import sent

from cgraph_lib.live import Training
from cgraph_lib.nn import Network, initial, sgd


def test_inputs_that_are_no_plane_are_drawn_as_images():
    dice = np.random.default_rng(1)
    training = Training(Network(initial([16, 3])), dice.random((30, 16)), np.arange(30) % 3, sgd(0.5))
    training.run(steps=5)
    assert sent(training)["network"]["ground"] is None
    assert sent(training)["images"]["rows"] == 4 and len(sent(training)["images"]["shown"]) == 24
    assert "<svg" in training.picture.svg
