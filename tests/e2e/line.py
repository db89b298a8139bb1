"""A connection between the browser and the site that can be cut: a proxy that passes bytes on, or hangs up.

Chromium's emulation of a cut connection begins anew with each document, so a request that a new page sends at once may
still reach the server. Through this line none can.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit


class Line:
    """Connects everybody who calls ``url`` with the server, until it is cut."""

    def __init__(self, origin: str) -> None:
        address = urlsplit(origin)
        self._host, self._port = str(address.hostname), address.port
        self._loop = asyncio.new_event_loop()
        self._open: set[asyncio.StreamWriter] = set()
        self._is_cut = False
        self.url = ""

    def cut(self) -> None:
        """Hangs up, and does not answer until ``restore()``. Returns when no connection is left."""
        asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop).result()

    def restore(self) -> None:
        self._is_cut = False

    async def _hang_up(self) -> None:
        self._is_cut = True
        for writer in self._open:
            writer.transport.abort()

    async def _call(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            writer.transport.abort()
            return
        from_site, to_site = await asyncio.open_connection(self._host, self._port)
        ends = {writer, to_site}
        self._open |= ends
        await asyncio.gather(self._pass_on(reader, to_site), self._pass_on(from_site, writer))
        self._open -= ends

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while not self._is_cut and (some := await reader.read(65536)):
                writer.write(some)
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()

    async def _listen(self) -> asyncio.Server:
        server = await asyncio.start_server(self._call, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        return server

    async def _end(self, server: asyncio.Server) -> None:
        server.close()
        await self._hang_up()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)

    @contextmanager
    def connected(self) -> Iterator["Line"]:
        """Listens in a thread until the block ends."""
        thread = threading.Thread(target=self._loop.run_forever)
        thread.start()
        server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()
        try:
            yield self
        finally:
            asyncio.run_coroutine_threadsafe(self._end(server), self._loop).result()
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join()
            self._loop.close()
