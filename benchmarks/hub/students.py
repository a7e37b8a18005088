"""Students who talk to real kernels over websockets, as JupyterLab does, but without a page."""

import asyncio
import json
import time
import uuid
from collections.abc import AsyncIterator
from typing import Any

import aiohttp

NOTEBOOK = "05_accumulate_backwards.ipynb"
SLIDES = 20
PAUSE = 0.1  # seconds between two moves of a slider
PICTURES = {"image/svg+xml", "application/vnd.jupyter.widget-view+json"}
OPENING = {"name": NOTEBOOK, "path": f"workbook/{NOTEBOOK}", "type": "notebook", "kernel": {"name": "python3"}}


class ClassError(Exception):
    """Something that a student would complain of."""


class Stay:
    """How it went for one student: seconds to each event and of each move of a slider, and failures."""

    def __init__(self) -> None:
        self.start, self.times = time.monotonic(), dict[str, float]()
        self.moves, self.failures = list[float](), list[str]()

    def note(self, event: str) -> None:
        """Note when something happens for the first time."""
        self.times.setdefault(event, time.monotonic() - self.start)


class Kernel:
    """A connection to a kernel. `widgets` holds the state of each of its widgets at their beginning, by their ids."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket, self.widgets = socket, dict[str, Any]()

    async def send(self, kind: str, **content: Any) -> AsyncIterator[tuple[str, Any]]:
        """Send a message; yield the kind and content of each answer, until the kernel is idle again."""
        header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "username": "", "session": "", "version": "5.3"}
        message = {"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell"}
        await self.socket.send_json({**message, "buffers": []})
        while True:
            answer = json.loads(await self.socket.receive_str(timeout=600))
            if answer["parent_header"].get("msg_id") != header["msg_id"] or answer["channel"] != "iopub":
                continue
            kind, content = answer["msg_type"], answer["content"]
            if kind == "comm_open":
                self.widgets[content["comm_id"]] = content["data"]["state"]
            if kind == "status" and content["execution_state"] == "idle":
                return
            yield kind, content

    def execute(self, code: str) -> AsyncIterator[tuple[str, Any]]:
        """Run a cell."""
        return self.send("execute_request", code=code, silent=False, store_history=True, allow_stdin=False)

    def tell(self, widget: str, **data: Any) -> AsyncIterator[tuple[str, Any]]:
        """Tell a widget something, as its page does."""
        return self.send("comm_msg", comm_id=widget, data={"buffer_paths": [], **data})

    async def state(self, widget: str) -> dict[str, Any]:
        """Return the present state of a widget."""
        answers = [content.get("data", {}) async for _, content in self.tell(widget, method="request_state")]
        return next(answer["state"] for answer in answers if answer.get("method") == "update")


class Student:
    """A student without a browser."""

    def __init__(self, name: str, session: aiohttp.ClientSession) -> None:
        self.name, self.session, self.stay = name, session, Stay()

    async def work(self) -> Stay:
        """Start the server, open the notebook, run all its cells, move a slider; return how it went."""
        try:
            await self._start_server()
            cells, kernel = await self._open()
            await self._run(cells, kernel)
            await self._slide(kernel)
        except (ClassError, TimeoutError, aiohttp.ClientError, TypeError) as error:
            self.stay.failures.append(f"{self.name}: {error!r:.300}")
        return self.stay

    async def _ask(self, method: str, address: str, **data: Any) -> Any:
        async with self.session.request(method, address, **({"json": data} if data else {})) as answer:
            if answer.status >= 400:
                raise ClassError(f"{method} {address} answers {answer.status}: {await answer.text():.200}")
            return await answer.json(content_type=None) if answer.status != 204 else None

    async def _start_server(self) -> None:
        me = f"/hub/api/users/{self.name}"
        await self._ask("POST", me)
        await self._ask("POST", f"{me}/server")
        while not (await self._ask("GET", me))["servers"].get("", {}).get("ready"):
            await asyncio.sleep(0.5)
        self.stay.note("server ready")

    async def _open(self) -> tuple[list[Any], Kernel]:
        mine = f"/user/{self.name}/api"
        notebook = await self._ask("GET", f"{mine}/contents/workbook/{NOTEBOOK}")
        opened = await self._ask("POST", f"{mine}/sessions", **OPENING)
        address = f"{mine}/kernels/{opened['kernel']['id']}/channels"
        kernel = Kernel(await self.session.ws_connect(address, max_msg_size=0))
        async for _ in kernel.send("kernel_info_request"):
            pass
        self.stay.note("kernel ready")
        return [cell for cell in notebook["content"]["cells"] if cell["cell_type"] == "code"], kernel

    async def _run(self, cells: list[Any], kernel: Kernel) -> None:
        for cell in cells:
            async for kind, content in kernel.execute(cell["source"]):
                if PICTURES & set(content.get("data", {})):
                    self.stay.note("first picture")
                if kind == "error" and "raises-exception" not in cell["metadata"].get("tags", []):
                    raise ClassError(f"a cell ends with {content['ename']}: {content['evalue']}")
        self.stay.note("all cells run")

    async def _slide(self, kernel: Kernel) -> None:
        """Move the first slider as a page does, and see that the kernel then knows where it stands."""
        widget = next((key for key, state in kernel.widgets.items() if state.get("inputs") and "turns" in state), None)
        if widget is None:
            raise ClassError("no live picture was found")
        state = await kernel.state(widget)
        first, *others = state["inputs"]
        for move in range(1, SLIDES + 1):
            start = time.monotonic()
            moved = {"inputs": [first + move / 8, *others], "seen": {"turns": state["turns"]}}
            async for _ in kernel.tell(widget, method="update", state=moved):
                pass
            self.stay.moves.append(time.monotonic() - start)
            await asyncio.sleep(PAUSE)
        if (found := (await kernel.state(widget))["inputs"]) != moved["inputs"]:
            raise ClassError(f"the kernel believes the slider at {found}, not {moved['inputs']}")
