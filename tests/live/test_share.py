"""A picture's state in an address: it comes back as it was, and an address that fits nowhere changes nothing."""

import json
import random
from functools import cache
from string import Formatter

import pytest

from cgraph_lib import Graph, evaluate, evaluation_trace, forward_trace, inputs, parse, reverse_trace
from cgraph_lib.groups import group
from cgraph_lib.live import Curve, Explorer, FormulaBox, PathExplorer, Product, StepPlayer, Training, predict, replay
from cgraph_lib.live.page import modules
from cgraph_lib.live.share import PHRASES
from cgraph_lib.nn import Network, initial
from cgraph_lib.numerals import fill
from cgraph_lib.updates import sgd

RUNNING = parse("c = a + b; d = b + 1; e = c * d")
AT = {"a": 2, "b": 1}
STATES = 50  # of each picture


def grouped():
    x, w = inputs("x w")
    with group("layer 1, the first"):
        h = (x * w).named("h")
    with group("layer 2"):
        y = (h * h + x).named("y")
    return Graph(y)


def copied(graph, partials):
    """Return true adjoints."""
    adjoint = dict.fromkeys(graph.nodes, 0.0) | {graph.output: 1.0}
    for node in reversed(graph.nodes):
        for edge in graph.edges_into[node]:
            adjoint[edge.parent] += adjoint[node] * partials[edge]
    return adjoint


@cache
def pictures():
    """Return a picture of each kind, by that kind; some twice, since their states are of two sorts."""
    values = evaluate(RUNNING, AT)
    training = Training(Network(initial([2, 3, 2])), [[0, 0], [1, 0], [0, 1], [1, 1]], [0, 1, 1, 0], sgd(1.0))
    return [
        ("explorer", Explorer(RUNNING, AT, show=["values", "partials", "adjoints", "tangents"])),
        ("explorer", Explorer(grouped(), x=1, w=0.5)),
        ("formula_box", FormulaBox("y = h * x + step - ü", h=2)),
        ("step_player", StepPlayer(reverse_trace(RUNNING, values))),
        ("step_player", StepPlayer(evaluation_trace(parse("y = step * v + picture"), step=1, v=2, picture=3))),
        ("step_player", StepPlayer(forward_trace(RUNNING, values, "b"))),
        ("path_explorer", PathExplorer(RUNNING, "b", "e", AT)),
        ("curve", Curve(parse("y = h * h"), "y", "h", {"h": 1})),
        ("product", Product(RUNNING, "e", "b", AT)),
        ("replay", replay(copied, "c = a + b; d = b + 1; e = c * d", AT)),
        ("training", training),
        ("prediction", predict("05.seed")),
    ]


def start_of(picture):
    """Return the state as a page gets it."""
    state = picture.get_state()
    own = {name: value for name, value in state.items() if not name.startswith("_") and name != "layout"}
    return json.loads(json.dumps(own))


def number(rng):
    special = [0.0, 1e21, -1e-7, 5e-324, 1.7976931348623157e308, 0.1 + 0.2, -(2.0**53), 1e300 / 3]
    return rng.choice([*special, rng.uniform(-5, 5), round(rng.uniform(-5, 5), 1), float(rng.randint(-9, 9))])


def some(rng, known):
    return rng.sample(known, rng.randint(0, len(known)))


def change(rng, kind, picture):
    """Return what a reader could have chosen in a picture."""
    if kind == "prediction":
        return {}
    if kind == "training":
        return {
            "rate": abs(number(rng)),
            "penalty": abs(number(rng)),
            "speed": rng.choice([0, 5, 20, 100, 500]),
            "chosen": rng.choice([None, 0, 1, 2, 3]),
            "shown": rng.choice(["weights", "derivatives"]),
        }
    graph = picture.graph
    parts = [None, *({"node": i} for i in range(len(graph.nodes))), *({"edge": i} for i in range(len(graph.edges)))]
    variables = [i for i, node in enumerate(graph.nodes) if node.constant is None]
    made = {
        "chosen": lambda: rng.choice(parts),
        "of": lambda: rng.choice(variables),
        "wrt": lambda: rng.choice([i for i, node in enumerate(graph.nodes) if node in graph.inputs]),
        "shown": lambda: some(rng, picture._kinds),
        "opened": lambda: [name for name in graph.groups if rng.random() < 0.5],
        "step": lambda: rng.randint(0, 2),
        "path": lambda: rng.choice([None, 0, 1]),
        "h": lambda: number(rng),
        "text": lambda: rng.choice(
            ["y = a + b; z = y & 2 # %41 = +", "", "α", "<script>alert(1)</script>", picture.text]
        ),
    }
    chosen = {name: make() for name, make in made.items() if picture.has_trait(name)}
    return {"inputs": [number(rng) for _ in graph.inputs], **chosen}


@pytest.mark.parametrize("i", range(12), ids=lambda i: f"{i}-{pictures()[i][0]}")
def test_random_states_come_back(on_page, i):
    kind, picture = pictures()[i]
    rng, start = random.Random(i), start_of(picture)
    states = [change(rng, kind, picture) for _ in range(STATES)]
    states += [dict([rng.choice([*state.items()])]) for state in states if state][:10]  # where only one thing differs
    found = on_page([("addresses", "journeys", kind, start, states, i + 1, 12)])[0]
    for state, journey in zip(states, found, strict=True):
        assert journey["place"] == i
        assert journey["state"] == {**start, **state}, journey["address"]


def test_every_kind_of_a_page_was_tried():
    asking = {"prediction", "review", "bug_lab"}
    known = modules()["standalone"].partition("const KINDS = {")[2].partition("}")[0]
    kinds = {entry.partition(":")[0].strip() for entry in known.split(",") if entry.strip()}
    assert kinds - asking == {kind for kind, _ in pictures()} - asking


def test_an_address_can_be_read_by_people(on_page):
    start = start_of(dict(pictures())["step_player"])
    state = {"inputs": [2.0, 1.1], "step": 4, "chosen": {"edge": 1}}
    start = start_of(pictures()[3][1])
    found = on_page([("addresses", "journeys", "step_player", start, [state, {}], 3, 3)])[0]
    assert [each["address"] for each in found] == ["picture=3&v=1&b=1.1&step=4&chosen=b-c-1", "picture=3&v=1"]


def test_an_input_may_have_the_name_of_a_trait(on_page):
    kind, picture = pictures()[4]
    found = on_page(
        [("addresses", "journeys", kind, start_of(picture), [{"inputs": [7.0, 8.0, 9.0], "step": 1}], 1, 1)]
    )
    assert found[0][0]["address"] == "picture=1&v=1&.step=7&.v=8&.picture=9&step=1"


LONG = "9" * 5000
HOSTILE = [
    ("picture=", "link_picture"),
    ("picture=0", "link_picture"),
    ("picture=4", "link_picture"),
    ("picture=-1", "link_picture"),
    ("picture=1.0", "link_picture"),
    ("picture=1e0", "link_picture"),
    ("picture=%201", "link_picture"),
    ("picture=１", "link_picture"),
    ("picture=__proto__", "link_picture"),
    ("picture=constructor", "link_picture"),
    ("picture=NaN", "link_picture"),
    ("picture=Infinity", "link_picture"),
    (f"picture={LONG}", "link_picture"),
    (f"picture=1&a={LONG}{LONG}", "link_long"),
    ("picture=1&v=2", "link_version"),
    ("picture=1&v=", "link_version"),
    ("picture=1&v=__proto__", "link_version"),
    ("picture=1&__proto__=1", "link_unknown"),
    ("picture=1&__proto__[polluted]=1", "link_unknown"),
    ("picture=1&constructor=1", "link_unknown"),
    ("picture=1&constructor.prototype.x=1", "link_unknown"),
    ("picture=1&toString=1", "link_unknown"),
    ("picture=1&hasOwnProperty=1", "link_unknown"),
    ("picture=1&scene={}", "link_unknown"),
    ("picture=1&seen=1", "link_unknown"),
    ("picture=1&inputs=1", "link_unknown"),
    ("picture=1&text=y", "link_unknown"),
    ("picture=1&formula=a+b", "link_unknown"),
    ("picture=1&c=1", "link_unknown"),  # a node, but no input
    ("picture=1&.a=1", "link_unknown"),
    ("picture=1&<img src=x onerror=alert(1)>=1", "link_unknown"),
    ("picture=1&=1", "link_unknown"),
    ("picture=1&a", "link_number"),
    ("picture=1&a=", "link_number"),
    ("picture=1&a=one", "link_number"),
    ("picture=1&a=NaN", "link_number"),
    ("picture=1&a=Infinity", "link_number"),
    ("picture=1&a=1e999", "link_number"),
    ("picture=1&a=0x10", "link_number"),
    ("picture=1&a=1,5", "link_number"),
    ("picture=1&a=1%00", "link_number"),
    ("picture=1&a=1%0A", "link_number"),
    ("picture=1&a=%E0%A4%A", "link_number"),
    ("picture=1&a=javascript:alert(1)", "link_number"),
    ("picture=1&a=<script>alert(1)</script>", "link_number"),
    ("picture=1&a=1&a=2", "link_twice"),
    ("picture=1&b=2&step=1&step=2", "link_twice"),
    ("picture=1&step=7", "link_whole"),
    ("picture=1&step=-1", "link_whole"),
    ("picture=1&step=1.5", "link_whole"),
    ("picture=1&step=", "link_whole"),
    (f"picture=1&step={LONG}", "link_whole"),
    ("picture=1&chosen=__proto__", "link_word"),
    ("picture=1&chosen=z", "link_word"),
    ("picture=1&chosen=%7B%22node%22%3A0%7D", "link_word"),
    ("picture=1&opened=layer", "link_word"),
    ("picture=1&opened=&opened=", "link_word"),
]


def test_a_hostile_address_does_nothing_but_say_why(on_page):
    kind, picture = pictures()[3]
    fragments = [f"#{fragment}" for fragment, _ in HOSTILE]
    answers = on_page([("addresses", "answers", kind, start_of(picture), fragments)])[0]
    for answer, (fragment, phrase) in zip(answers, HOSTILE, strict=True):
        assert answer.get("phrase") == phrase and answer["clean"], fragment
        slots = {name for _, name, _, _ in Formatter().parse(PHRASES[phrase]) if name}
        assert slots <= set(answer["slots"])
        assert len(fill(PHRASES[phrase], answer["slots"])) < 250


@pytest.mark.parametrize("i", range(12), ids=lambda i: f"{i}-{pictures()[i][0]}")
def test_no_kind_takes_what_it_does_not_have(on_page, i):
    kind, picture = pictures()[i]
    wrong = ["zz=1", "__proto__=1", "step=9.", "path=-1", "h=NaN", "of=nobody", "wrt=e%20", "shown=all", "rate=-1",
             "speed=1e9", "penalty=", "chosen=constructor", "opened=x", f"formula={'y' * 1001}"]  # fmt: skip
    answers = on_page([("addresses", "answers", kind, start_of(picture), [f"#picture=1&{each}" for each in wrong])])[0]
    assert [answer["fragment"] for answer in answers if "phrase" not in answer or not answer["clean"]] == []


def test_other_fragments_are_headings(on_page):
    fragments = ["", "#", "#One-result-at-a-time", "#pictures=1", "#v=1", "#footnote-picture"]
    answers = on_page([("addresses", "answers", "explorer", start_of(pictures()[0][1]), fragments)])[0]
    assert [answer["changes"] for answer in answers] == [None] * 6


def whole(sent):
    """Return what a page sends as JSON has it: a whole number is an integer."""
    match sent:
        case dict():
            return {key: whole(value) for key, value in sent.items()}
        case list():
            return [whole(value) for value in sent]
    return int(sent) if isinstance(sent, float) and sent.is_integer() else sent


def tell(picture, changes):
    picture.set_state({**changes, "seen": {"turns": picture.turns}})


def test_what_a_page_reads_the_kernel_takes(on_page):
    """A page with a kernel tells it what it shows: there is no state in an address that Python would refuse."""
    for i, (kind, picture) in enumerate(pictures()):
        rng, start = random.Random(i), start_of(picture)
        states = [change(rng, kind, picture) for _ in range(10)]
        for journey in on_page([("addresses", "journeys", kind, start, states, 1, 1)])[0]:
            state = whole(journey["state"])
            changed = {name: value for name, value in state.items() if value != start[name] and name != "text"}
            tell(picture, changed)
            now = start_of(picture)
            assert {name: now[name] for name in changed} == changed
            tell(picture, {name: start[name] for name in changed})
