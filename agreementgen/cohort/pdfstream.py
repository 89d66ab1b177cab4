"""A PDF that is written from front to back: what was written is forgotten, so that no file is too long to be made.

The library that reads PDFs holds a whole file in memory to write it: some hundreds of tagged agreements come to as many
megabytes.

Source: ISO 32000-1, 7.5.7 (object streams) and 7.5.8 (cross-reference streams).
"""

from __future__ import annotations

import hashlib
import zlib
from typing import BinaryIO

__all__ = ["PdfStream"]

HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
TOGETHER = 200
"""So many objects are packed into one stream."""
NOWHERE, PLAIN, PACKED = 0, 1, 2
WIDE = 8


class PdfStream:
    """Writes the objects of one PDF, and at the end where each of them stands.

    Args:
        out: Where the bytes go.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._at = 0
        self._digest = hashlib.sha256()
        # Eight bytes an object, as the file's own table has them.
        self._places = bytearray(_place(NOWHERE, 0, 65535))
        self._waiting: list[tuple[int, bytes]] = []
        self._write(HEAD)

    def number(self) -> int:
        """Give the number of an object that is still to be put."""
        self._places += _place(NOWHERE, 0, 0)
        return len(self._places) // WIDE - 1

    def put(self, number: int, body: bytes) -> None:
        """Put an object that is no stream, as it is written in a file."""
        self._waiting.append((number, body))
        if len(self._waiting) == TOGETHER:
            self._pack()

    def put_stream(self, number: int, head: bytes, content: bytes) -> None:
        """Put a stream: its dictionary, in which the length is told, and its bytes as they are."""
        self._set(number, PLAIN, self._at)
        self._write(b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (number, head, content))

    def end(self, root: int, info: int) -> None:
        """Write where everything is; the file is whole then. The same objects give the same bytes."""
        self._pack()
        own, start = self.number(), self._at
        self._set(own, PLAIN, start)
        table = zlib.compress(bytes(self._places))
        id_ = self._digest.hexdigest()[:32].encode()
        head = b"<< /Type /XRef /Size %d /W [ 1 5 2 ] /Root %d 0 R /Info %d 0 R /ID [ <%s> <%s> ] " % (
            len(self._places) // WIDE,
            root,
            info,
            id_,
            id_,
        )
        self.put_stream(own, head + b"/Filter /FlateDecode /Length %d >>" % len(table), table)
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _pack(self) -> None:
        if not self._waiting:
            return
        own, at, heads = self.number(), 0, []
        for index, (number, body) in enumerate(self._waiting):
            self._set(number, PACKED, own, index)
            heads.append(b"%d %d" % (number, at))
            at += len(body) + 1
        table = b" ".join(heads) + b"\n"
        content = zlib.compress(table + b"\n".join(body for _, body in self._waiting))
        head = b"<< /Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d >>"
        self.put_stream(own, head % (len(self._waiting), len(table), len(content)), content)
        self._waiting = []

    def _set(self, number: int, kind: int, where: int, index: int = 0) -> None:
        self._places[number * WIDE : (number + 1) * WIDE] = _place(kind, where, index)

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._digest.update(data)
        self._at += len(data)


def _place(kind: int, where: int, index: int) -> bytes:
    return kind.to_bytes(1, "big") + where.to_bytes(5, "big") + index.to_bytes(2, "big")
