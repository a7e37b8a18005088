"""Functions as a cell of a notebook defines them."""

import linecache
import textwrap


def cell(source, name="answer"):
    """Return a function as a cell of a notebook defines it, whose text `linecache` knows."""
    source = textwrap.dedent(source)
    file = f"<cell {abs(hash(source))}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    names = {}
    exec(compile(source, file, "exec"), names)
    return names[name]
