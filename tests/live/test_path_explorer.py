"""The PathExplorer: what each way costs, how many paths are listed, which can be chosen."""

import pytest
from live_pictures import GRAPH, MAKERS, START, scene

from cgraph_lib import parse
from cgraph_lib.errors import InputError
from cgraph_lib.live import PathExplorer


def test_what_each_way_costs():
    costs = MAKERS["PathExplorer"]().costs()
    assert costs == [
        ["", "de/db", "for every input"],
        ["sum over paths", 2, 3],  # b has two paths and a one, each of two edges
        ["forward accumulation", 4, 6],  # b reaches four edges, a two
        ["reverse accumulation", 5, 5],
    ]
    stages = parse("t0 = s0 + s0; s1 = t0 + s0; t1 = s1 + s1; s2 = t1 + s1")
    # Four paths of 4 edges, four of 3 and one of 2; a path takes one multiplication less than it has edges.
    assert [row[1:] for row in PathExplorer(stages, "s0", s0=1).costs()[1:]] == [[21, 21], [8, 8], [8, 8]]
    assert scene(MAKERS["PathExplorer"]())["costs"] is None
    assert scene(PathExplorer(GRAPH, "b", "e", START, costs=True))["costs"] == costs


def test_many_paths_are_counted_and_not_listed():
    doubled = parse("; ".join(f"n{i + 1} = n{i} + n{i}" for i in range(9)))
    finder = PathExplorer(doubled, "n0", n0=1)
    assert (finder.count, finder.paths) == (512, ())
    sentence, slots = scene(finder)["heading"]
    assert sentence.format(**slots) == "512 paths from n0 to n9, too many to list"


def test_where_no_path_is_listed_none_can_be_chosen():
    picture = PathExplorer(GRAPH, "a", "d", a=2, b=1)
    with pytest.raises(InputError, match="No path is listed here"):
        picture.path = 0
