"""pyHanko's reader of PDFs, with one thing done faster.

An object in a packed stream is found by reading the stream's list of objects from its start, anew for each object. With
the thousands of tags of a few pages that takes seconds for each signature, so here the list is read once.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

__all__ = ["open_reader"]


def open_reader(data: bytes) -> Any:
    """Open a PDF as strictly as pyHanko does.

    Raises:
        PdfError: (pyHanko's) It is broken.
    """
    from pyhanko.pdf_utils import generic
    from pyhanko.pdf_utils.decode_limits import DecodePurpose
    from pyhanko.pdf_utils.misc import PdfStreamError, PdfStrictReadError
    from pyhanko.pdf_utils.reader import PdfFileReader

    class Reader(PdfFileReader):
        def __init__(self, stream: BytesIO) -> None:
            self.unpacked: dict[int, tuple[bytes, list[tuple[int, int]]]] = {}
            super().__init__(stream)

        def _get_object_from_stream(self, idnum: int, stmnum: int, idx: int) -> Any:
            packed, listed = self._listed(stmnum)
            if not 0 <= idx < len(listed) or listed[idx][0] != idnum:
                raise PdfStrictReadError("Object stream does not have the object where it should")
            source = BytesIO(packed)
            source.seek(listed[idx][1])
            try:
                found = generic.read_object(source, generic.Reference(idnum, 0, self))
            except PdfStreamError as error:
                raise PdfStrictReadError(f"Can't read object stream: {error}") from error
            if isinstance(found, generic.StreamObject | generic.IndirectObject):
                raise PdfStrictReadError("Encountered forbidden object type in object stream")
            return found

        def _listed(self, number: int) -> tuple[bytes, list[tuple[int, int]]]:
            """Give what a stream holds, and for each object in it the number and the place (ISO 32000-1, 7.5.7)."""
            if number not in self.unpacked:
                stream = generic.Reference(number, 0, self).get_object()
                if not isinstance(stream, generic.StreamObject) or stream["/Type"] != "/ObjStm":
                    raise PdfStrictReadError("Object is not in an object stream")
                data, first = stream.read_data(DecodePurpose.OBJECT_STREAM), int(stream["/First"])
                numbers = [int(each) for each in data[:first].split()]
                if len(numbers) < 2 * int(stream["/N"]):
                    raise PdfStrictReadError("Object stream header possibly corrupted")
                pairs = zip(numbers[::2], numbers[1::2], strict=False)
                self.unpacked[number] = data, [(each, first + place) for each, place in pairs][: int(stream["/N"])]
            return self.unpacked[number]

    return Reader(BytesIO(data))
