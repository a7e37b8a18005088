"""Wrong answers to the exercises of notebook 11, each with the beginning of its feedback."""

ON_THE_DIAMOND = "For b = 2 * a; c = 3 * b; d = 4 * b; e = c"
ON_THE_RUNNING_EXAMPLE = "For c = a + b; d = b + x; e = c * d at a ="

WRONG = {
    "12.1": [
        ({"y": 21, "dy/dx": -4, "nudged": -4}, "The formula says that. Here the rule of −"),
        ({"y": 39, "dy/dx": -4, "nudged": -4}, "The sign stays a minus. What is turned"),
        ({"y": -21, "dy/dx": 4, "nudged": -4}, "That is the formula's derivative, not that"),
        ({"y": -21, "dy/dx": -7, "nudged": -4}, "x has two edges to follow. The contribution"),
        ({"y": -21, "dy/dx": 3, "nudged": -4}, "x has two edges to follow. The contribution"),
        ({"y": -21, "dy/dx": -4, "nudged": 4}, "A nudge uses the same engine, and sees the"),
        ({"y": 21, "dy/dx": 4, "nudged": 4}, "The formula says that. Here the rule of −"),
        ({"y": 21, "dy/dx": 4, "nudged": -4}, "The formula says that. Here the rule of −"),
        ({"y": -21, "dy/dx": 4, "nudged": 4}, "That is the formula's derivative, not that"),
        ({"y": 7, "dy/dx": -1, "nudged": -1}, "Look again at y, dy/dx, nudged."),
        ({"y": -7, "dy/dx": -4, "nudged": -4}, "Right already: dy/dx, nudged. Look again at"),
        ({"y": -21, "dy/dx": 7, "nudged": 7}, "Right already: y. Look again at dy/dx,"),
        ({"y": -21, "dy/dx": -3, "nudged": -3}, "Right already: y. Look again at dy/dx,"),
        ({"y": -21, "dy/dx": 0, "nudged": 0}, "Right already: y. Look again at dy/dx,"),
        ({"y": 30, "dy/dx": 10, "nudged": 10}, "Look again at y, dy/dx, nudged."),
        ({"y": -21, "dy/dx": -10, "nudged": -10}, "Right already: y. Look again at dy/dx,"),
        ({"y": -21}, "Right already: y. Still blank: dy/dx,"),
        ({"y": 21}, "The formula says that. Here the rule of −"),
        ({"nudged": 4}, "A nudge uses the same engine, and sees the"),
        ((-4, -21, -4), "Right already: nudged. Look again at y,"),
        ("21, 4, 4", "The formula says that. Here the rule of −"),
        ({"y": "3 * (10 - 3)", "dy/dx": -4, "nudged": -4}, "The formula says that. Here the rule of −"),
        ({"y": -21, "∂y/∂x": -4, "nudged": -4}, "Expected numbers for y, dy/dx, nudged;"),
        ({"y": "an error", "dy/dx": -4, "nudged": -4}, "y: 'an error' cannot be read as a number;"),
        (-21, "Expected a number for each of y, dy/dx,"),
        ({"y": -21, "dy/dx": -4, "nudged": -3.9}, "Right already: y, dy/dx. Look again at"),
    ],
    "12.2": [
        ({"w": (6, 3), "b": (6, 3), "s": (6, 3)}, "The rule of @ hands down a matrix in the"),
        ({"w": (3, 2), "b": (6, 3), "s": (6, 3)}, "The rule of @ hands down x.T @ adjoint. Put"),
        ({"w": (2, 3), "b": (3,), "s": (6, 3)}, "That is how it should be. Without fit, the"),
        ({"w": (2, 3), "b": (6,), "s": (6, 3)}, "The adjoint of the sum comes to b whole: it"),
        ({"w": (2, 3), "b": (6, 3), "s": ()}, "That is how it should be. Without fit, s"),
        ({"w": (2, 3), "b": (6, 3), "s": (3,)}, "s is copied to every entry of the table,"),
        ({"w": (2, 3), "b": (3,), "s": ()}, "That is how it should be. Without fit, the"),
        ({"w": (2, 3), "b": (1, 3), "s": (1,)}, "Right already: w. Look again at b, s."),
        ({"w": (2, 3), "b": (6, 3), "s": (6,)}, "Right already: w, b. Look again at s."),
        ({"w": (2, 3), "b": (3, 6), "s": (3, 6)}, "Right already: w. Look again at b, s."),
        ({"w": (6, 2), "b": (6, 3), "s": (6, 3)}, "Right already: b, s. Look again at w."),
        ({"w": (2,), "b": (6, 3), "s": (6, 3)}, "Right already: b, s. Look again at w."),
        ({"w": (), "b": (), "s": ()}, "That is how it should be. Without fit, s"),
        ({"w": (6, 6), "b": (6, 3), "s": (6, 3)}, "Right already: b, s. Look again at w."),
        ({"w": (2, 3), "b": (2, 3), "s": (2, 3)}, "Right already: w. Look again at b, s."),
        ({"w": (2, 3)}, "Right already: w. Still blank: b, s."),
        ({"b": (3,)}, "That is how it should be. Without fit, the"),
        ("(2, 3), (3,), ()", "That is how it should be. Without fit, the"),
        ([(2, 3), (3,), ()], "That is how it should be. Without fit, the"),
        ({"w": "2 and 3", "b": (6, 3), "s": (6, 3)}, "w: Expected a shape, such as (3, 4), (4,)"),
        ({"x": (6, 2), "w": (2, 3)}, "Expected shapes for w, b, s; 'x' is none of"),
        ((2, 3), "Expected a shape for each of w, b, s, in a"),
        ({"w": 6, "b": 18, "s": 18}, "Look again at w, b, s."),
        ({"w": (2, 3), "b": (6, 3), "s": 1}, "Right already: w, b. Look again at s."),
        ({"w": (2.0, 3.0), "b": (6, 3), "s": (6, 3)}, "w: Expected a shape, such as (3, 4), (4,)"),
    ],
    "12.3": [
        (("c", "d"), "With the wrong sign from d to c, d would"),
        (("c", "f"), "With the wrong sign from f to c, d would"),
        (("e", "f"), "With the wrong sign from f to e, e would"),
        (("b", "e"), "With the wrong sign from e to b, d would"),
        (("a", "d"), "With the wrong sign from d to a, d would"),
        (("a", "c"), "With the wrong sign from c to a, d would"),
        (("b", "c"), "With the wrong sign from c to b, d would"),
        (("e", "d"), "These are the two nodes, but an edge runs"),
        (("f", "e"), "The edge runs from e to f: its parent comes"),
        (("f", "c"), "The edge runs from c to f: its parent comes"),
        (("d", "c"), "The edge runs from c to d: its parent comes"),
        (("a", "e"), "No edge runs from a to e."),
        (("d", "f"), "No edge runs from d to f."),
        (("b", "d"), "No edge runs from b to d."),
        ("d", "Expected an edge, as the names of its"),
        ("e", "Expected an edge, as the names of its"),
        ("c -> f", "With the wrong sign from f to c, d would"),
        ("∂f/∂e", "With the wrong sign from f to e, e would"),
        ("∂d/∂e", "These are the two nodes, but an edge runs"),
        ("e, d", "These are the two nodes, but an edge runs"),
        (3, "Expected names of nodes, such as a b c d e"),
        (["a", "b"], "No edge runs from a to b."),
        ({"d": "e"}, "Expected names of nodes, such as a b c d e"),
        ("minus", "Expected an edge, as the names of its"),
        (("D", "E"), "Expected an edge, as the names of its"),
    ],
    "12.4": [
        (("    for node in order:\n        node.adjoint = 0.0\n", ""), "Contributions are added, but to what the"),
        (
            ("in order:\n        node.adjoint", "in order:\n        if not node.edges: node.adjoint"),
            "You clear the inputs. The nodes between",
        ),
        (("+=", "="), "A node that several edges leave keeps what"),
        (("reversed(order)", "order"), "In the order of evaluation nodes send on"),
        (("node.adjoint * partial", "partial"), "Each edge brings its partial alone:"),
        (("node.adjoint * partial", "node.adjoint"), ON_THE_RUNNING_EXAMPLE),
        (("order[-1].adjoint = 1.0", "order[0].adjoint = 1.0"), ON_THE_RUNNING_EXAMPLE),
        (("    order[-1].adjoint = 1.0\n", ""), "All numbers are 0 at the end. Clear first,"),
        (("order[-1].adjoint = 1.0", "order[-1].adjoint = 2.0"), ON_THE_RUNNING_EXAMPLE),
        (("node.adjoint = 0.0", "node.adjoint = 1.0"), ON_THE_RUNNING_EXAMPLE),
        (("+=", "*="), ON_THE_RUNNING_EXAMPLE),
        (("+=", "-="), ON_THE_RUNNING_EXAMPLE),
        (("parent.adjoint", "node.adjoint"), ON_THE_RUNNING_EXAMPLE),
        (
            (
                ("    for node in order:\n        node.adjoint = 0.0\n", ""),
                (
                    "    for node in reversed(order)",
                    "    for node in order:\n        node.adjoint = 0.0\n    for node in reversed(order)",
                ),
            ),
            "All numbers are 0 at the end. Clear first,",
        ),
        (("in order:\n        node.adjoint", "in order[1:]:\n        node.adjoint"), ON_THE_RUNNING_EXAMPLE),
        (("for parent, partial in node.edges", "for parent, partial in node.edges[:1]"), ON_THE_RUNNING_EXAMPLE),
        (
            ("for parent, partial in node.edges", "for parent, partial in set(node.edges)"),
            "For y = x * x at x = 3, it returns [3.0,",
        ),
        (("for node in order]", "for node in reversed(order)]"), ON_THE_RUNNING_EXAMPLE),
        (("return [node.adjoint for node in order]", "return order[0].adjoint"), ON_THE_RUNNING_EXAMPLE),
        (("return [node.adjoint for node in order]", "return order"), ON_THE_RUNNING_EXAMPLE),
        (("return [node", "[node"), ON_THE_RUNNING_EXAMPLE),
        (("node.adjoint = 0.0", "node.adjoint == 0.0"), "Contributions are added, but to what the"),
        (("node.adjoint = 0.0", "parent.adjoint = 0.0"), ON_THE_RUNNING_EXAMPLE),
        (("node.adjoint = 0.0", "del node.adjoint"), ON_THE_RUNNING_EXAMPLE),
        (
            (
                "    return [node.adjoint for node in order]",
                "    result = [node.adjoint for node in order]\n    order.clear()\n    return result",
            ),
            ON_THE_RUNNING_EXAMPLE,
        ),
        ("return [1.0 for node in order]", ON_THE_RUNNING_EXAMPLE),
        (
            """
            while True:
                pass
            """,
            ON_THE_RUNNING_EXAMPLE,
        ),
        (
            (
                ("    for node in order:\n        node.adjoint = 0.0\n", ""),
                ("    return [node", "    for node in order:\n        node.adjoint = 0.0\n    return [node"),
            ),
            "All numbers are 0 at the end. Clear first,",
        ),
        ("return [0.0 for node in order]", "All numbers are 0 at the end. Clear first,"),
    ],
    "12.5": [
        (("node in done or ", ""), "A node that is listed twice passes. A sweep"),
        (
            (
                ("node in done or ", ""),
                ("done = set()", "done = set(nodes)"),
            ),
            "You ask whether the parents are listed",
        ),
        (("in node.edges)", "in node.edges[:1])"), "Only the first operand of a node is looked"),
        (("in node.edges)", "in node.edges[-1:])"), "Only the last operand of a node is looked"),
        (("in nodes:", "in reversed(nodes):"), "You read the list backwards. Parents come"),
        (("return False", "return True"), ON_THE_DIAMOND),
        (("    return True", "    return False"), ON_THE_DIAMOND),
        (("any(", "all("), ON_THE_DIAMOND),
        (("parent not in done", "parent in done"), ON_THE_DIAMOND),
        (("        done.add(node)\n", ""), ON_THE_DIAMOND),
        (("node in done or", "node not in done or"), ON_THE_DIAMOND),
        (("done.add(node)", "done.add(parent)"), ON_THE_DIAMOND),
        (
            ("if node in done or any(parent not in done for parent, partial in node.edges)", "if node is None"),
            ON_THE_DIAMOND,
        ),
        ("return True", ON_THE_DIAMOND),
        ("return False", ON_THE_DIAMOND),
        ("return len(nodes) == len(set(nodes))", ON_THE_DIAMOND),
        ("return nodes == sorted(nodes)", ON_THE_DIAMOND),
        ("return nodes == sorted(nodes, key=lambda node: len(node.edges))", ON_THE_DIAMOND),
        (
            """
            names = [node.name for node in nodes]
            return names == ['a', 'b', 'c', 'd', 'e']
            """,
            ON_THE_DIAMOND,
        ),
        (
            """
            done = []
            for node in nodes:
                for parent in node.edges:
                    if parent not in done:
                        return False
                done.append(node)
            return True
            """,
            ON_THE_DIAMOND,
        ),
        (
            """
            for i, node in enumerate(nodes):
                for parent, partial in node.edges:
                    if nodes.index(parent) > i:
                        return False
            return True
            """,
            ON_THE_DIAMOND,
        ),
        (
            """
            done = set()
            for node in nodes:
                for parent, partial in node.edges:
                    if parent not in done:
                        return False
                    done.add(node)
            return True
            """,
            ON_THE_DIAMOND,
        ),
        ("return all(node.edges for node in nodes)", ON_THE_DIAMOND),
        ("return 1", ON_THE_DIAMOND),
        ("return 'True'", ON_THE_DIAMOND),
        ("return [True for node in nodes]", ON_THE_DIAMOND),
        (
            """
            while nodes:
                pass
            """,
            ON_THE_DIAMOND,
        ),
        ("return None if nodes else True", ON_THE_DIAMOND),
        (
            """
            done = set()
            for node in nodes:
                if node.edges not in done:
                    return False
                done.add(node.edges)
            return True
            """,
            ON_THE_DIAMOND,
        ),
    ],
    "12.6": [
        ("x * y", "The graph should have one input."),
        ("a + b", "The graph should have one input."),
        ("2", "The graph should have one input."),
        ("x * 2", "On this formula the mutant is right: the"),
        ("3 * x", "On this formula the mutant is right: the"),
        ("x + 1", "On this formula the mutant is right: the"),
        ("1 / x", "On this formula the mutant is right: the"),
        ("exp(x)", "On this formula the mutant is right: the"),
        ("tanh(x)", "On this formula the mutant is right: the"),
        ("log(x)", "On this formula the mutant is right: the"),
        ("relu(x)", "On this formula the mutant is right: the"),
        ("10 - x", "On this formula the mutant is right: the"),
        ("x ** 2", "The table of this engine has no such"),
        ("-x", "The table of this engine has no such"),
        ("abs(x)", "The table of this engine has no such"),
        ("sqrt(x)", "The table of this engine has no such"),
        ("max(x, x)", "The table of this engine has no such"),
        ("x", "There is to be one operation, no more and"),
        ("x * x + x", "There is to be one operation, no more and"),
        ("s = x * x; y = s * s", "There is to be one operation, no more and"),
        ("x * x * x", "There is to be one operation, no more and"),
        ("x @ x", "There is no graph of this. @ is not an"),
        ("x *", "There is no graph of this."),
        ("x x", "There is no graph of this."),
        (5, "Expected a graph, or a string for parse,"),
    ],
    "12.7": [
        (("b", "d"), "False, but not first: what comes along b → d"),
        (("a", "d"), "False, but not first: what comes along a → d"),
        (("a", "e"), "Along a → e comes −4, and that is right."),
        (("b", "f"), "Along b → f comes −4, and that is right."),
        (("e", "f"), "Along e → f comes 4, and that is right."),
        (("d", "g"), "Along d → g comes 2.5, and that is right."),
        (("f", "g"), "Along f → g comes −4, and that is right."),
        ("f -> g", "Along f → g comes −4, and that is right."),
        ("∂f/∂b", "Along b → f comes −4, and that is right."),
        ("∂d/∂a", "False, but not first: what comes along a → d"),
        (("e", "d"), "These are the two nodes, but an edge runs"),
        ("∂d/∂e", "These are the two nodes, but an edge runs"),
        (("g", "f"), "The edge runs from f to g: its parent comes"),
        (("d", "a"), "The edge runs from a to d: its parent comes"),
        (("a", "f"), "No edge runs from a to f."),
        (("b", "g"), "No edge runs from b to g."),
        (("d", "f"), "No edge runs from d to f."),
        ("e", "Expected an edge, as the names of its"),
        ("d -> e -> f", "Expected an edge, as the names of its"),
        (7, "Expected names of nodes, such as"),
        (("e", "x"), "Expected an edge, as the names of its"),
    ],
}
