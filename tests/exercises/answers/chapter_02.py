"""Wrong answers to the exercises of notebook 02, each with the beginning of its feedback."""

COUNTEREXAMPLE = "For c = a + b; d = b + 1; e = c * d, it"

WRONG = {
    "02.1": [
        ({"c": 5, "d": 4, "e": 20}, "e should be that, but e is computed before"),
        ({"c": 5, "d": 4, "e": 6}, "e is computed again too. It reads the new"),
        ({"c": 3, "d": 4, "e": 12}, "c is computed last, but it is computed: it"),
        ({"c": 5, "d": 2, "e": 12}, "d is computed first, and b has its new"),
        ({"c": 3, "d": 2, "e": 6}, "e is computed again too. It reads the new"),
        ({"c": 5, "d": 4, "e": 10}, "e is computed after d and before c: it"),
        ({"c": 3, "d": 4, "e": 20}, "e should be that, but e is computed before"),
        ({"c": 5, "d": 4, "e": 9}, "Right already: c, d. Look again at e."),
        ({"c": 6, "d": 4, "e": 12}, "Right already: d, e. Look again at c."),
        ({"c": 5, "d": 3, "e": 12}, "Right already: c, e. Look again at d."),
        ({"c": 5, "d": 4, "e": 8}, "Right already: c, d. Look again at e."),
        ({"c": 5, "d": 4, "e": 15}, "Right already: c, d. Look again at e."),
        ({"c": 4, "d": 5, "e": 12}, "Right already: e. Look again at c, d."),
        ({"c": 5, "d": 4, "e": 0}, "Right already: c, d. Look again at e."),
        ({"c": 5, "d": 4}, "Right already: c, d. Still blank: e."),
        ({"e": 20}, "e should be that, but e is computed before"),
        ((12, 4, 5), "Right already: d. Look again at c, e."),
        ([4, 12, 5], "Look again at c, d, e."),
        ("20", "Expected a number for each of c, d, e, in a"),
        ({"c": 5, "d": 4, "e": "c * d"}, "e: 'c * d' cannot be read as a number;"),
        ({"C": 5, "D": 4, "E": 12}, "Expected numbers for c, d, e; 'C' is none"),
        ({"c": 5, "d": 4, "e": "12?"}, "e: '12?' cannot be read as a number; write"),
        ({"c": 2, "d": 1, "e": 2}, "Look again at c, d, e."),
    ],
    "02.2": [
        ("a b c d e", "That is the order with pop(0), which takes"),
        ("e c a d b", "That is the order backwards: the leaves"),
        ("b a d c e", "This order is right too, but another one"),
        ("a b d c e", "This order is right too, but another one"),
        ("b a c d e", "This order is right too, but another one"),
        ("c b d a e", "This order cannot come out: in it some node"),
        ("e d c b a", "This order cannot come out: in it some node"),
        ("d b a c e", "This order cannot come out: in it some node"),
        ("b d c a e", "This order cannot come out: in it some node"),
        ("a c b d e", "This order cannot come out: in it some node"),
        ("b d a c", "Every node has its place in an order; e is"),
        ("b d a c e e", "Every node has one place in an order; e"),
        ("b d 1 a c e", "There is no node '1' here; the nodes are a,"),
        ("b d a c f", "There is no node 'f' here; the nodes are a,"),
        ("a, b", "Every node has its place in an order; c is"),
        (["b", "d", "a", "e", "c"], "This order cannot come out: in it some node"),
        ("bdaec", "This order cannot come out: in it some node"),
        ("b < d < a < c < e < a", "Every node has one place in an order; a"),
        (5, "Expected names of nodes, such as a b c d e,"),
        ({"b": 1}, "Expected names of nodes, such as a b c d e,"),
        ("the leaves first", "There is no node 'the' here; the nodes are"),
        ("A B C D E", "There is no node 'A' here; the nodes are a,"),
        ("b d", "Every node has its place in an order; a is"),
    ],
    "02.3": [
        ({"a": 1, "b": -1}, "Here d is 0 and c as well. Keep b, and"),
        ({"a": -1, "b": 1}, "e is 0, but only because c is 0. Let the"),
        ({"a": 2, "b": -2}, "e is 0, but only because c is 0. Let the"),
        ({"a": 0, "b": 0}, "e is 0, but only because c is 0. Let the"),
        ({"a": 2, "b": 1}, "Mind the sign: at b = 1, d = b + 1 is 2."),
        ({"a": -1, "b": 0}, "With your numbers, c = −1, d = 1 and e = −1."),
        ({"a": 0, "b": 1}, "Mind the sign: at b = 1, d = b + 1 is 2."),
        ({"a": 3, "b": -3}, "e is 0, but only because c is 0. Let the"),
        ({"a": 2}, "Still blank: b."),
        ({"b": -1}, "Still blank: a."),
        ({"a": Ellipsis, "b": -1}, "Still blank: a."),
        ({"a": 2, "b": "one"}, "b: 'one' cannot be read as a number; write"),
        ({"a": 100, "b": 0.5}, "With your numbers, c = 100.5, d = 1.5 and e"),
        ((-1, 2), "With your numbers, c = 1, d = 3 and e = 3."),
        ("2, 1", "Mind the sign: at b = 1, d = b + 1 is 2."),
        ({"a": 1, "b": "−1"}, "Here d is 0 and c as well. Keep b, and"),
        ({"a": -2, "b": 2}, "e is 0, but only because c is 0. Let the"),
        ({"a": 5, "b": -0.999}, "With your numbers, c = 4.001, d = 0.001 and"),
        ({"a": 0.5, "b": -0.5}, "e is 0, but only because c is 0. Let the"),
        ({"a": "inf", "b": -1}, "With your numbers, c = ∞, d = 0 and e = nan."),
        ({"a": "nan", "b": -1}, "With your numbers, c = nan, d = 0 and e ="),
        ({"c": 0, "d": 0}, "Expected numbers for a, b; 'c' is none of"),
        (-1, "Expected a number for each of a, b, in a"),
        ({"a": 7, "b": -7}, "e is 0, but only because c is 0. Let the"),
    ],
    "02.4": [
        ({"u": 0, "w": "inf", "y": "nan"}, "log(1) is 0. Near x = 0 the logarithm falls"),
        ({"u": "inf", "w": "inf", "y": "inf"}, "The logarithm does run away, but downwards:"),
        ({"u": "-inf", "w": 0, "y": "-inf"}, "0 / 1 would be 0. Here the zero is below"),
        ({"u": "-inf", "w": "inf", "y": 0}, "Two infinities do not cancel: nobody can"),
        ({"u": "nan", "w": "nan", "y": "nan"}, "The logarithm of 0 has a direction: near 0"),
        ({"u": "-inf", "w": "-inf", "y": "-inf"}, "Divide 1 by 0.001: which sign does the"),
        ({"u": "-inf", "w": "inf", "y": "inf"}, "The infinity of w does not win: u runs as"),
        ({"u": "-inf", "w": "inf", "y": "-inf"}, "The infinity of u does not win: w runs as"),
        ({"u": 1, "w": 1, "y": 2}, "Look again at u, w, y."),
        ({"u": "undefined", "w": "inf", "y": "nan"}, "u: 'undefined' cannot be read as a number;"),
        ({"u": "-inf", "w": "inf"}, "Right already: u, w. Still blank: y."),
        ({"u": "-inf", "w": 1, "y": "nan"}, "Right already: u, y. Look again at w."),
        ({"u": "error", "w": "error", "y": "error"}, "u: 'error' cannot be read as a number;"),
        ({"u": -1000000, "w": "inf", "y": "nan"}, "Right already: w, y. Look again at u."),
        ({"u": "-inf", "w": 1e308, "y": "nan"}, "Right already: u, y. Look again at w."),
        (("inf", "-inf", "nan"), "The logarithm does run away, but downwards:"),
        ("0, 0, 0", "log(1) is 0. Near x = 0 the logarithm falls"),
        ({"u": "-inf", "w": "nan", "y": "nan"}, "0 / 0 would be nan. 1 divided by ever"),
        ({"u": "0", "w": "0", "y": "0"}, "log(1) is 0. Near x = 0 the logarithm falls"),
        ({"u": "−∞", "w": "∞", "y": "∞ − ∞ = 0"}, "Two infinities do not cancel: nobody can"),
        ({"u": "−∞", "w": "∞", "y": 1}, "Right already: u, w. Look again at y."),
        ("nan", "Expected a number for each of u, w, y, in a"),
    ],
    "02.5": [
        (("max(", "min("), "Your level is counted from the lowest"),
        (("max(", "sum("), "Your levels of the parents are added up."),
        (
            ("max(level[parent] for parent in node.parents)", "level[node.parents[0]]"),
            "Your level looks at the first parent only.",
        ),
        (
            ("max(level[parent] for parent in node.parents)", "level[node.parents[-1]]"),
            "For b = 2 * a; c = b * b; d = c + a, it",
        ),
        (("1 + max", "max"), "No node rises above its parents in your"),
        (("= 0\n", "= 1\n"), "Your levels start one too high: a leaf has"),
        (("1 + max", "2 + max"), COUNTEREXAMPLE),
        (("1 + max(level[parent] for parent in node.parents)", "1"), COUNTEREXAMPLE),
        (("1 + max(level[parent] for parent in node.parents)", "len(node.parents)"), COUNTEREXAMPLE),
        (("1 + max(level[parent] for parent in node.parents)", "len(level)"), COUNTEREXAMPLE),
        (("level[node] = 1 +", "level[node] += 1 +"), COUNTEREXAMPLE),
        (("level[node] = 1", "level[g.names[node]] = 1"), COUNTEREXAMPLE),
        (("g.nodes:\n", "reversed(g.nodes):\n"), COUNTEREXAMPLE),
        (("g.nodes:\n", "g.inputs:\n"), COUNTEREXAMPLE),
        (("if node.op is None:", "if node.op == 'None':"), COUNTEREXAMPLE),
        (("if node.op is None:", "if node in g.inputs:"), COUNTEREXAMPLE),
        (("level[parent] for", "parent for"), COUNTEREXAMPLE),
        (("max(level[parent] for parent in node.parents)", "max(node.parents)"), COUNTEREXAMPLE),
        (
            """
            level = {}
            for node in g.nodes:
                level[node] = 0
            return {g.names[node]: level[node] for node in g.nodes if node.constant is None}
            """,
            "No node rises above its parents in your",
        ),
        (
            """
            level = {}
            for i, node in enumerate(g.nodes):
                level[node] = i
            return {g.names[node]: level[node] for node in g.nodes if node.constant is None}
            """,
            COUNTEREXAMPLE,
        ),
        ("return {'a': 0, 'b': 0, 'c': 1, 'd': 1, 'e': 2}", "For b = 2 * a; c = b * b; d = c + a, it"),
        ("return 0", COUNTEREXAMPLE),
        (
            """
            level = {}
            for node in g.nodes:
                if node.op is None:
                    level[node] = 0
                else:
                    level[node] = level[node] + 1
            return level
            """,
            COUNTEREXAMPLE,
        ),
        (
            """
            def level(node):
                return 1 + max(level(parent) for parent in node.parents)
            return {g.names[n]: level(n) for n in g.nodes}
            """,
            COUNTEREXAMPLE,
        ),
    ],
}
