"""How a widget and its page talk: both may change a trait at the same time, and the kernel's word stands."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from typing import Any, NoReturn

import anywidget
import traitlets

from cgraph_lib.errors import CgraphError, InputError, WrongTypeError, unknown

_PATIENCE = 60.0  # seconds after which no page is expected any more to load a widget


class Conversation(anywidget.AnyWidget):
    """A widget of which some traits are chosen on the page as well as in the kernel.

    The page and the kernel may change a trait at the same time. `turns` counts the kernel's changes of each; a message
    of the page says which of them it has seen, and a trait that the kernel has changed since keeps the kernel's word.
    The first message of a page changes nothing: it says that the page has loaded the widget.
    """

    turns = traitlets.Dict().tag(sync=True)
    _heard: dict[str, Any] = {}  # noqa: RUF012 (never changed in place)
    _loaded = False

    def still(self) -> dict[str, str]:
        """Return what stands there where no script runs, in each format; of a question, nothing that answers it."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **kwargs: Any) -> Any:
        data, metadata = super()._repr_mimebundle_(**kwargs) or ({}, {})
        return {**data, **self.still()}, metadata

    def __setattr__(self, name: str, value: Any) -> None:
        """Assign a choice; refuse any other name of a picture that is made, which would say nothing to the page."""
        if name[:1] != "_" and self._trait_values.get("comm") and not hasattr(anywidget.AnyWidget, name):
            choices = self.traits(choice=True)
            if name not in choices:
                raise self._unassignable(name, choices)
        super().__setattr__(name, value)

    def _unassignable(self, name: str, choices: Iterable[str]) -> CgraphError:
        sentence = "This picture has no {name!r} that can be assigned; it has {known}."
        suggestion = "This picture has no {name!r} that can be assigned; it has {known}. Did you mean {nearest!r}?"
        return unknown(InputError, sentence, suggestion, name, choices)

    def _refuse_copies(self, *_: Any) -> NoReturn:
        sentence = "A live picture cannot be copied or pickled; make another {kind}, of the same graph and inputs."
        raise WrongTypeError(sentence, kind=type(self).__name__)

    __copy__ = __deepcopy__ = __reduce_ex__ = _refuse_copies

    def tell(self, **traits: Any) -> None:
        """Set traits that only the kernel sets."""
        for name, value in traits.items():
            self.set_trait(name, value)

    def take_turn(self) -> None:
        """Count all choices as changed by the kernel."""
        self.tell(turns={name: self.turns.get(name, 0) + 1 for name in self.traits(choice=True)})

    def set_state(self, sync_data: dict[str, Any]) -> None:
        """Take what the page sends, but for traits that the kernel has changed since; these are sent to it again."""
        self._loaded = True
        seen = (sync_data.pop("seen", None) or {}).get("turns", {})
        names = sync_data or self.traits(choice=True)  # a page that has just loaded may have missed any of them
        stale = {name for name in names if self.turns.get(name, 0) != seen.get(name, 0)}
        self._heard = {name: value for name, value in sync_data.items() if name not in stale}
        try:
            super().set_state(dict(self._heard))
        finally:
            self._heard = {}
        if stale:
            self.send_state({*stale, "turns", "scene"} & set(self.keys))

    def notify_change(self, change: Any) -> None:
        """Count a change that the page has not sent itself, and send the count along with it."""
        name = change["name"]
        if self.comm is None or not self.trait_metadata(name, "choice") or self._is_heard(name):
            super().notify_change(change)
            return
        with self.hold_sync():
            self.tell(turns={**self.turns, name: self.turns.get(name, 0) + 1})
            super().notify_change(change)

    def _is_heard(self, name: str) -> bool:
        to_page = self.trait_metadata(name, "to_json")
        return name in self._heard and self._heard[name] == to_page(getattr(self, name), self)

    def close(self) -> None:
        """Take the widget away, in the kernel at once, on the page when it has loaded it."""
        if self.comm is not None:
            if not self._loaded:
                _close_once_loaded(self.comm, self.layout.comm)
            self.layout.close()
        super().close()


def _close_once_loaded(comm: Any, layout: Any) -> None:
    """Let connections wait for the page's first message: it complains of a widget that closes while it is loaded."""
    try:
        loop = asyncio.get_running_loop()  # a kernel has one
    except RuntimeError:
        return
    closings = [comm.close, layout.close]

    def close(*_: Any) -> None:
        while closings:
            closings.pop()()

    comm.close = layout.close = lambda *_, **__: None
    comm.on_msg(close)
    loop.call_later(_PATIENCE, close)
