"""Wrong answers to the exercises of notebook 04, each with the beginning of its feedback."""

COUNTEREXAMPLE = "For c = a + b; d = b + 1; e = c * d with"

WRONG = {
    "04.1": [
        ({"through c": -1, "through d": 3, "sum": 2}, "The two are swapped: from c to e the"),
        ({"through c": -1, "through d": -1, "sum": 2}, "Through c, the last edge carries ∂e/∂c,"),
        ({"through c": 3, "through d": 3, "sum": 6}, "Through d, the last edge carries ∂e/∂d,"),
        ({"through c": 3, "through d": 1, "sum": 4}, "A sign is lost through d: c is negative"),
        ({"through c": 3, "through d": -1, "sum": -3}, "Partials multiply along a path, but the"),
        ({"through c": 3, "through d": -1, "sum": 4}, "That is d − c. The products are added, and"),
        ({"through c": 2, "through d": 3, "sum": 5}, "Through d, the last edge carries ∂e/∂d,"),
        ({"through c": 1, "through d": 1, "sum": 2}, "A sign is lost through d: c is negative"),
        ({"through c": 3, "through d": -1, "sum": 5}, "5 belongs to a = 2, b = 1. Evaluate again:"),
        ({"through c": 3, "through d": -1}, "Right already: through c, through d. Still"),
        ({"through c": 3}, "Right already: through c. Still blank:"),
        ({"sum": 4}, "That is d − c. The products are added, and"),
        ({"through c": -3, "through d": -1, "sum": -4}, "Right already: through d. Look again at"),
        ({"through c": 3, "through d": -1, "sum": -2}, "Right already: through c, through d. Look"),
        ({"through c": 3, "through d": 0, "sum": 3}, "Right already: through c. Look again at"),
        ((3, 1, 4), "A sign is lost through d: c is negative"),
        ("2, 3, 5", "Through d, the last edge carries ∂e/∂d,"),
        ({"through c": "3·1", "through d": "-1", "sum": "3 - - 1"}, "That is d − c. The products are added, and"),
        ({"through c": "d", "through d": "c", "sum": "c + d"}, "through c: 'd' cannot be read as a number;"),
        (2, "Expected a number for each of through c,"),
        ({"c": 3, "d": -1, "sum": 2}, "Expected numbers for through c, through d,"),
        ({"through c": 5, "through d": 5, "sum": 10}, "Look again at through c, through d, sum."),
        ({"through c": 3, "through d": 2, "sum": 5}, "5 belongs to a = 2, b = 1. Evaluate again:"),
        ({"through c": 6, "through d": -3, "sum": 3}, "Look again at through c, through d, sum."),
    ],
    "04.2": [
        ({"paths": 2, "dz/dx": 37}, "A path is missing. Follow every edge that"),
        ({"paths": 1, "dz/dx": 37}, "There are more. Which edges leave x, and"),
        ({"paths": 3, "dz/dx": 19}, "A path is missing: each slot of u · u gives"),
        ({"paths": 3, "dz/dx": 36}, "The shortest path is missing, the one from"),
        ({"paths": 3, "dz/dx": 13}, "On the edge from x to u lies a partial too:"),
        ({"paths": 3, "dz/dx": 38}, "The shortest path passes through a sum"),
        ({"paths": 4, "dz/dx": 37}, "Right already: dz/dx. Look again at paths."),
        ({"paths": 2, "dz/dx": 19}, "A path is missing. Follow every edge that"),
        ({"paths": 3, "dz/dx": 12}, "Right already: paths. Look again at dz/dx."),
        ({"paths": 3, "dz/dx": 18}, "Right already: paths. Look again at dz/dx."),
        ({"paths": 3, "dz/dx": 25}, "Right already: paths. Look again at dz/dx."),
        ({"paths": 3, "dz/dx": 6}, "Right already: paths. Look again at dz/dx."),
        ({"paths": 3, "dz/dx": 73}, "Right already: paths. Look again at dz/dx."),
        ({"paths": 5, "dz/dx": 37}, "Right already: dz/dx. Look again at paths."),
        ({"paths": 3}, "Right already: paths. Still blank: dz/dx."),
        ({"paths": 2}, "A path is missing. Follow every edge that"),
        ({"dz/dx": 36}, "The shortest path is missing, the one from"),
        ((37, 3), "Look again at paths, dz/dx."),
        ("2, 36", "A path is missing. Follow every edge that"),
        ({"paths": "three", "dz/dx": 37}, "paths: 'three' cannot be read as a number;"),
        ({"paths": 3, "dz/dx": -37}, "Right already: paths. Look again at dz/dx."),
        ({"paths": 3, "dz/dx": 0}, "Right already: paths. Look again at dz/dx."),
        ({"paths": 3, "∂z/∂x": 37}, "Expected numbers for paths, dz/dx; '∂z/∂x'"),
        ({"paths": 3, "dz/dx": "2u·y + 1"}, "dz/dx: '2u·y + 1' cannot be read as a"),
        (37, "Expected a number for each of paths, dz/dx,"),
    ],
    "04.3": [
        ({"paths": 12, "edges": 12}, "Each way through one stage goes on in four"),
        ({"paths": 27, "edges": 12}, "Three ways belong to the stage t + s. Here"),
        ({"paths": 8, "edges": 12}, "Both sums have two edges: two ways from s"),
        ({"paths": 64, "edges": 6}, "Parallel edges count one by one: each of"),
        ({"paths": 64, "edges": 64}, "That is the number of paths. The edges are"),
        ({"paths": 81, "edges": 12}, "Right already: edges. Look again at paths."),
        ({"paths": 64, "edges": 3}, "Right already: paths. Look again at edges."),
        ({"paths": 16, "edges": 12}, "Right already: edges. Look again at paths."),
        ({"paths": 256, "edges": 12}, "Right already: edges. Look again at paths."),
        ({"paths": 64, "edges": 13}, "Right already: paths. Look again at edges."),
        ({"paths": 64, "edges": 8}, "Right already: paths. Look again at edges."),
        ({"paths": 9, "edges": 9}, "Look again at paths, edges."),
        ({"paths": 6, "edges": 6}, "Parallel edges count one by one: each of"),
        ({"paths": 64, "edges": 24}, "Right already: paths. Look again at edges."),
        ({"paths": 4, "edges": 4}, "Look again at paths, edges."),
        ({"paths": 64}, "Right already: paths. Still blank: edges."),
        ({"edges": 6}, "Parallel edges count one by one: each of"),
        ((12, 64), "Each way through one stage goes on in four"),
        ("8, 6", "Both sums have two edges: two ways from s"),
        ({"paths": "4^2", "edges": 12}, "Right already: edges. Look again at paths."),
        ({"paths": 32, "edges": 12}, "Right already: edges. Look again at paths."),
        (64, "Expected a number for each of paths, edges,"),
        ({"paths": 0, "edges": 12}, "Right already: edges. Look again at paths."),
    ],
    "04.4": [
        ("y = x + z", "The graph should have one input."),
        ("y = 6 * x", "One path leads to your output. A constant"),
        ("y = x + x + x + x + x + x", "The paths are right, but 3 operations are"),
        ("t = x + x; y = t + x", "There are fewer than 6 paths. If a sum uses"),
        ("t = x + x; u = t + t; v = u + u; y = v + v", "There are more than 6 paths. To a sum lead"),
        ("t = x + x; u = t + t; y = u + u", "There are more than 6 paths. To a sum lead"),
        ("t = x + x; y = t + t", "There are fewer than 6 paths. If a sum uses"),
        ("t = x * x; u = t * t", "There are fewer than 6 paths. If a sum uses"),
        ("y = x + x", "There are fewer than 6 paths. If a sum uses"),
        ("y = x", "There is no graph of this. y would be a"),
        ("t = x + x; u = t + x; y = u + u + x", "There are more than 6 paths. To a sum lead"),
        ("t = x * 2; u = t + t; y = u + u + u", "The paths are right, but 3 operations are"),
        ("t = x + x; y = t * t * t + t", "There are more than 6 paths. To a sum lead"),
        ("y = x**6", "One path leads to your output. A constant"),
        ("y = 6", "The graph should have one input."),
        ("a = x + x; b = x + x; c = x + x; y = a + b + c", "The paths are right, but 3 operations are"),
        ("t = x + x; u = t + x; y = u + u; z = y + 1", "The paths are right, but 3 operations are"),
        ("t = x + x, u = t + x, y = u + u", "There is no graph of this. There are two ="),
        ("t = x + y; u = t + t; z = u + u", "The graph should have one input."),
        ("x = x + x", "There is no graph of this. x is defined by"),
        (6, "Expected a graph, or a string for parse,"),
        ("t = 3 * x; y = t + t", "There are fewer than 6 paths. If a sum uses"),
        ("t = x + x + x; y = t + t + t", "There are more than 6 paths. To a sum lead"),
    ],
    "04.5": [
        (("g.node(end)", "g.output"), "Your counts are those of paths to the"),
        (("+= count", "= count"), "Of several edges your function keeps what"),
        (("+= count[node]", "+= 1"), "Each edge brings 1 here. It has to bring"),
        (("reversed(g.nodes)", "g.nodes"), "Go backwards: a parent needs the counts of"),
        (
            (
                ("edge in g.edges_into[node]", "parent in set(node.parents)"),
                ("edge.parent", "parent"),
            ),
            "Your version goes over parents, so parallel",
        ),
        (("= 1\n", "= 0\n"), COUNTEREXAMPLE),
        (("edges_into", "edges_from"), COUNTEREXAMPLE),
        (("count[g.node(end)] = 1", "count[end] = 1"), COUNTEREXAMPLE),
        (("edge.parent", "edge.child"), COUNTEREXAMPLE),
        (("+= count[node]", "+= count[edge.parent]"), COUNTEREXAMPLE),
        (("+= count[node]", "*= count[node]"), COUNTEREXAMPLE),
        (("g.node(end)", "g.nodes[-1]"), "Your counts are those of paths to the"),
        (("g.node(end)", "end"), COUNTEREXAMPLE),
        (("    count[g.node(end)] = 1\n", ""), COUNTEREXAMPLE),
        (("count[g.node(end)] = 1", "count[g.node(end)] += 2"), COUNTEREXAMPLE),
        (("for node in reversed(g.nodes):", "for node in g.inputs:"), COUNTEREXAMPLE),
        (("count[edge.parent] += count[node]", "count[node] += count[edge.parent]"), COUNTEREXAMPLE),
        (("dict.fromkeys(g.nodes, 0)", "dict.fromkeys(g.nodes, 1)"), COUNTEREXAMPLE),
        (
            """
            count = dict.fromkeys(g.nodes, 0)
            count[g.node(end)] = 1
            return {g.names[node]: count[node] for node in g.nodes if node.constant is None}
            """,
            COUNTEREXAMPLE,
        ),
        ("return {name: 1 for name in g.names.values() if name}", COUNTEREXAMPLE),
        ("return {g.names[n]: len(g.edges_from[n]) for n in g.nodes if n.constant is None}", COUNTEREXAMPLE),
        ("return 0", COUNTEREXAMPLE),
        (
            """
            def walk(node):
                if node is g.node(end):
                    return 1
                return sum(walk(e.parent) for e in g.edges_into[node])
            return {g.names[n]: walk(n) for n in g.nodes if n.constant is None}
            """,
            COUNTEREXAMPLE,
        ),
        ("return count_from_each(g)", COUNTEREXAMPLE),
        (
            """
            count = dict.fromkeys(g.nodes, 0)
            count[g.node(end)] = 1
            node = g.node(end)
            while node:
                for edge in g.edges_into[node]:
                    count[edge.parent] += count[node]
            return count
            """,
            COUNTEREXAMPLE,
        ),
    ],
}
