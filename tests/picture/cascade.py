"""Which colours a browser gives the parts of a still, by the few rules of CSS that stand in it, and their contrast."""

import re

RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")


def colours(drawn, dark=False):
    """Return the declarations that hold for every element, from the rules inside the picture."""
    plain, _, swapped = drawn.one("still").find("style").text.partition("@media (prefers-color-scheme:dark){")
    rules = [rule for text in (plain, swapped[:-1] if dark else "") for rule in parsed(text)]
    found = {}

    def visit(element, above):
        line = [*above, element]
        held = {}
        for selector, declarations in sorted(rules, key=lambda rule: weight(rule[0])):  # later ones win among equals
            if matches(selector.split(), line):
                held |= declarations
        inherited = found.get(above[-1], {}) if above else {}
        found[element] = {key: inherited[key] for key in ("fill", "stroke") if key in inherited} | held
        for child in element:
            visit(child, line)

    visit(drawn.root, [])
    return found


def parsed(text):
    for selectors, body in RULE.findall(text):
        declarations = dict(part.split(":", 1) for part in body.split(";") if part)
        yield from ((selector.strip(), declarations) for selector in selectors.split(","))


def weight(selector):
    return selector.count("."), len(re.findall(r"(?:^| )[a-z]", selector))


def matches(parts, line):
    """Return whether the last element of a line matches, and elements above it match the parts before."""
    *before, own = parts
    if not fits(own, line[-1]):
        return False
    above = iter(reversed(line[:-1]))
    return all(any(fits(part, element) for element in above) for part in reversed(before))


def fits(part, element):
    tag, *classes = part.split(".")
    return tag in ("", element.tag) and set(classes) <= set(element.get("class", "").split())


def luminance(colour):
    """Return the relative luminance of a colour, `#rrggbb` or `rgb(r, g, b)`."""
    digits = [int(colour[i : i + 2], 16) for i in (1, 3, 5)] if colour[0] == "#" else re.findall(r"\d+", colour)
    parts = (int(digit) / 255 for digit in digits)
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    """Return the contrast of two colours as WCAG 2.1 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
