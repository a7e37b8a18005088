"""Wrong answers to the exercises of notebook 01, each with the beginning of its feedback."""

COUNTEREXAMPLE = "For y = 3 * x**2 - 2 * x + 1, it returns"

WRONG = {
    "01.1": [
        ({"boxes": 5, "edges": 7}, "One box is missing. A result without a name"),
        ({"boxes": 7, "edges": 8}, "One box is too many. A constant without a"),
        ({"boxes": 4, "edges": 7}, "Count the inputs as well: they have boxes"),
        ({"boxes": 6, "edges": 6}, "One edge is missing. A node that stands in"),
        ({"boxes": 6, "edges": 8}, "One edge is too many. No edge leaves a"),
        ({"boxes": 3, "edges": 4}, "Look again at boxes, edges."),
        ({"boxes": 6, "edges": 5}, "Right already: boxes. Look again at edges."),
        ({"boxes": 8, "edges": 7}, "Right already: edges. Look again at boxes."),
        ({"boxes": 5, "edges": 6}, "One box is missing. A result without a name"),
        ({"boxes": 6}, "Right already: boxes. Still blank: edges."),
        ({"boxes": 5}, "One box is missing. A result without a name"),
        ({"edges": 9}, "Look again at edges. Still blank: boxes."),
        ({"boxes": 0, "edges": 0}, "Look again at boxes, edges."),
        ((7, 6), "One box is too many. A constant without a"),
        ("6, 6", "One edge is missing. A node that stands in"),
        ({"boxes": "six", "edges": "seven"}, "boxes: 'six' cannot be read as a number;"),
        ({"boxes": 13, "edges": Ellipsis}, "Look again at boxes. Still blank: edges."),
        (6, "Expected a number for each of boxes, edges,"),
        ({"nodes": 6, "edges": 7}, "Expected numbers for boxes, edges; 'nodes'"),
        ({"boxes": 4, "edges": 4}, "Count the inputs as well: they have boxes"),
        ({"boxes": 2, "edges": 7}, "Right already: edges. Look again at boxes."),
    ],
    "01.2": [
        ("(x - y) * (x - y + 2)", "The values are right, but x − y is still"),
        ("c = y - x; e = c * (c + 2)", "The difference is the wrong way round: x"),
        ("c = x - y; e = c * c + 2", "2 is added to the product here; it belongs"),
        ("c = a - b; e = c * (c + 2)", "The inputs are x and y."),
        ("c = x - y; d = c + 2; e = c + d", "This graph computes something else. Compare"),
        ("c = x - y; e = c * (c - 2)", "This graph computes something else. Compare"),
        ("c = x - y; e = (c + 2) * (c + 2)", "This graph computes something else. Compare"),
        ("c = x - y; e = c * c", "This graph computes something else. Compare"),
        ("c = x + y; e = c * (c + 2)", "This graph computes something else. Compare"),
        ("c = x - y; e = c**2 + 2 * c", "The values are right, with 4 operations."),
        ("c = x - y; d = x - y; e = c * (d + 2)", "The values are right, but x − y is still"),
        ("c = x - y", "This graph computes something else. Compare"),
        ("x - y * x - y + 2", "This graph computes something else. Compare"),
        ("x * x - 2 * x * y + y * y + 2 * x - 2 * y", "The values are right, with 10 operations."),
        ("c = x - y; d = c + 2; f = c; e = d * f", "There is no graph of this. f would be a"),
        ("c = x - y; e = c(c + 2)", "There is no graph of this. There is no"),
        ("c = x - y; e = c * (c + 2", "There is no graph of this. The brackets do"),
        ("x - y = c; e = c * (c + 2)", "There is no graph of this. The left side 'x"),
        (7, "Expected a graph, or a string for parse,"),
        ("c = x - y, e = c * (c + 2)", "There is no graph of this. There are two ="),
        ("c = x - 2; e = c * (c + 2)", "The inputs are x and y."),
        ("c = x - y; e = 2 * c * (c + 2)", "This graph computes something else. Compare"),
        ("c = y - x; e = -c * (2 - c) + 0", "The values are right, with 5 operations."),
    ],
    "01.3": [
        ("y = 6 / x + 3", "Here x alone divides 6, and then 3 is"),
        ("y = (6 - 3 * y) / x", "There is no graph of this. y is defined by"),
        ("x = (6 - 3 * y) / y", "This is explicit, but for x. The question"),
        ("y = 6 / (3 * x)", "On the left y stands x times and 3 times"),
        ("y = 6 / x - 3", "Dividing by x divides the term 3 · y as"),
        ("y = 6 / x / 3", "On the left y stands x times and 3 times"),
        ("y = 6 - x - 3", "At x = 1 your y is 2. Then x · y + 3 · y is"),
        ("y = (6 - 3) / x", "At x = 1 your y is 3. Then x · y + 3 · y is"),
        ("y = 6 / x", "At x = 1 your y is 6. Then x · y + 3 · y is"),
        ("y = 2 / x", "On the left y stands x times and 3 times"),
        ("y = 6 / (x - 3)", "At x = 1 your y is −3. Then x · y + 3 · y"),
        ("y = 3 / (x + 6)", "At x = 1 your y is 0.4286. Then x · y + 3 ·"),
        ("y = (x + 3) / 6", "At x = 1 your y is 0.6667. Then x · y + 3 ·"),
        ("y = 6 * (x + 3)", "At x = 1 your y is 24. Then x · y + 3 · y"),
        ("y = 6 / (3 * x + 1)", "At x = 2 your y is 0.8571. Then x · y + 3 ·"),
        ("y = 6 / x + 2", "At x = 1 your y is 8. Then x · y + 3 · y is"),
        ("x * y + 3 * y = 6", "There is no graph of this. The left side 'x"),
        ("y = 6 / (x + 3", "There is no graph of this. The brackets do"),
        ("y = 6 : (x + 3)", "There is no graph of this. ':' cannot stand"),
        ("y = 6 / (a + 3)", "The graph is to compute y from x alone: x"),
        ("6 - 3 * y", "The graph is to compute y from x alone: x"),
        ("y = 6 / abs(x + 3)", "At x = −20 your y is 0.3529. Then x · y + 3 · y is −6, not 6."),
        ("y = 6 / (x + 3.0001)", "At x = 1 your y is 1.499963. Then x · y + 3 · y is 5.99985, not 6."),
        ("y = -6 / (x + 3)", "At x = 1 your y is −1.5. Then x · y + 3 · y"),
        ("y = 6 / 3 - x", "At x = 1 your y is 1. Then x · y + 3 · y is"),
        ("y = 6 / (x + 3) + 0 * z", "The graph is to compute y from x alone: x"),
        (1.5, "Expected a graph, or a string for parse,"),
        ("y = 3", "The graph is to compute y from x alone: x"),
    ],
    "01.4": [
        ({"graph": 4, "tree": 53}, "A stage makes two nodes: node · node · node"),
        ({"graph": 7, "tree": 40}, "That fits one multiplication a stage. Here"),
        ({"graph": 7, "tree": 15}, "The tree of squares has that many. Here a"),
        ({"graph": 7, "tree": 27}, "That many nodes are copies of x. The"),
        ({"graph": 7, "tree": 7}, "The graph has that many nodes. The tree"),
        ({"graph": 53, "tree": 53}, "The tree has that many nodes. In the graph"),
        ({"graph": 6, "tree": 53}, "These are the multiplications. The input x"),
        ({"graph": 7, "tree": 26}, "That many are multiplications. The copies"),
        ({"graph": 10, "tree": 53}, "Right already: tree. Look again at graph."),
        ({"graph": 7, "tree": 52}, "Right already: graph. Look again at tree."),
        ({"graph": 3, "tree": 9}, "Look again at graph, tree."),
        ({"graph": 8, "tree": 17}, "Look again at graph, tree."),
        ({"graph": 7, "tree": 13}, "Right already: graph. Look again at tree."),
        ({"graph": 7, "tree": 81}, "Right already: graph. Look again at tree."),
        ({"graph": 9, "tree": 27}, "That many nodes are copies of x. The"),
        ({"graph": 7, "tree": 54}, "Right already: graph. Look again at tree."),
        ({"graph": 7, "tree": 161}, "Right already: graph. Look again at tree."),
        ({"graph": 13, "tree": 39}, "Look again at graph, tree."),
        ({"graph": 1, "tree": 1}, "Look again at graph, tree."),
        ({"graph": 7}, "Right already: graph. Still blank: tree."),
        ({"tree": 15}, "The tree of squares has that many. Here a"),
        ((53, 7), "The tree has that many nodes. In the graph"),
        ([4, 15], "A stage makes two nodes: node · node · node"),
    ],
    "01.5": [
        (
            ("len(g.edges_from[node])", "len({edge.child for edge in g.edges_from[node]})"),
            "Your function counts children. Two edges",
        ),
        (("edges_from", "edges_into"), "Your function counts the edges into a node,"),
        ((">= 2", "> 2"), "Your bound is one too high: two edges are"),
        ((">= 2", ">= 1"), "Your bound is too low: at least two edges"),
        ((">= 2", "== 2"), "For p = x + 1; q = p * p; r = q * p + x, it"),
        (("g.names[node] for", "node.op for"), COUNTEREXAMPLE),
        ("return []", "For y = 3 * x**2 - 2 * x + 1, it returns []"),
        ("return [g.names[n] for n in g.nodes]", COUNTEREXAMPLE),
        ("return len(g.nodes)", "For y = 3 * x**2 - 2 * x + 1, it returns 10"),
        (
            "return ''.join(g.names[n] for n in g.nodes if len(g.edges_from[n]) >= 2)",
            "For y = 3 * x**2 - 2 * x + 1, it",
        ),
        ("return lambda: ['x']", "For y = 3 * x**2 - 2 * x + 1, it returns <function"),
        ("return [n.name for n in g.inputs]", "For c = a + b; d = b + 1; e = c * d, it"),
        (
            "return [g.names[n] for n in g.inputs if len(g.edges_from[n]) >= 2]",
            "For u = x * y; w = sin(u); z = w * u + x,",
        ),
        ("return {g.names[n]: len(g.edges_from[n]) for n in g.nodes}", COUNTEREXAMPLE),
        ("return [g.names[n] for n in g.nodes if n.edges >= 2]", "For y = 3 * x**2 - 2 * x + 1, it stops in"),
        (
            """
            for n in g.nodes:
                if len(g.edges_from[n]) >= 2:
                    return [g.names[n]]
            """,
            "For u = x * y; w = sin(u); z = w * u + x,",
        ),
        (
            """
            found = []
            for n in g.nodes:
                if len(g.edges_from[n]) >= 2:
                    found.append(g.names[n])
            """,
            COUNTEREXAMPLE,
        ),
        (
            "return [g.names[n] for n in g.nodes if len(g.edges_from(n)) >= 2]",
            "For y = 3 * x**2 - 2 * x + 1, it stops in",
        ),
        ("return [g.names[n] for n in g.nodes if g.edges_from[n] >= 2]", "For y = 3 * x**2 - 2 * x + 1, it stops in"),
        ("return sum(len(g.edges_from[n]) >= 2 for n in g.nodes)", "For y = 3 * x**2 - 2 * x + 1, it returns 1"),
        ("return ['x']", "For c = a + b; d = b + 1; e = c * d, it"),
        ("return [g.names[p] for n in g.nodes for p in n.parents]", COUNTEREXAMPLE),
        ("return [g.names[n] for n in g.nodes if len(n.parents) >= 2]", COUNTEREXAMPLE),
        ("return names", "For y = 3 * x**2 - 2 * x + 1, it stops in"),
        (
            """
            found = []
            for e in g.edges:
                found.append(g.names[e.parent])
            return found
            """,
            COUNTEREXAMPLE,
        ),
        (
            """
            n = 0
            while n < len(g.nodes):
                pass
            """,
            "For y = 3 * x**2 - 2 * x + 1, it did not",
        ),
        ("print([g.names[n] for n in g.nodes if len(g.edges_from[n]) >= 2])", COUNTEREXAMPLE),
    ],
}
