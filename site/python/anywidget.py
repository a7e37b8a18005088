"""Takes the place of anywidget where a page has a Python but no kernel: a widget is its traits, and has no comm."""

import contextlib
from collections.abc import Iterator
from typing import Any

import traitlets


class AnyWidget(traitlets.HasTraits):
    """What a live picture asks of a widget: its state, as the page knows it."""

    comm = None

    def get_state(self, key: Any = None, drop_defaults: bool = False) -> dict[str, Any]:
        """Return the traits that a page knows, each in the form that it knows."""
        return {name: self._sent(name) for name in self.traits(sync=True)}

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take traits as the page has them."""
        for name, sent in sync_data.items():
            read = self.trait_metadata(name, "from_json")
            setattr(self, name, read(sent, self) if read else sent)

    def _sent(self, name: str) -> Any:
        write = self.trait_metadata(name, "to_json")
        value = getattr(self, name)
        return write(value, self) if write else value

    @contextlib.contextmanager
    def hold_sync(self) -> Iterator[None]:
        """Return a context in which a kernel would hold its messages back."""
        yield
