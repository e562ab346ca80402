"""The text of a DAG file and what is wrong with it."""

import ast
import io
import tokenize


class Fault(Exception):
    """Why the file cannot be read, for the person at the screen."""

    def __init__(self, message, line=0, column=0):
        super().__init__(message)
        self.message, self.line, self.column = message, line, column


def decode(data):
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        text = data.decode(encoding)
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise Fault(f"the text is not {fault.encoding}", line) from None
    except (SyntaxError, LookupError):
        raise Fault("the encoding that the file names at its top does not fit its text", 1) from None
    if "\0" in text:
        raise Fault("the file holds a null character: this is no Python text", text.count("\n", 0, text.index("\0")) + 1)
    return text.replace("\r\n", "\n").replace("\r", "\n")


class Source:
    def __init__(self, data):
        text = decode(data)
        try:
            self.tree = ast.parse(text)
        except SyntaxError as fault:
            raise Fault(f"Python syntax: {fault.msg}", fault.lineno or 0, fault.offset or 0) from None
        except (RecursionError, MemoryError, ValueError):
            raise Fault("the file is nested too deeply or is too large to be read") from None
        self._lines = [line.encode() for line in text.split("\n")]

    def of(self, node):
        """The source text of an expression."""
        first, last = node.lineno - 1, node.end_lineno - 1
        if first == last:
            return self._lines[first][node.col_offset : node.end_col_offset].decode()
        parts = [self._lines[first][node.col_offset :], *self._lines[first + 1 : last]]
        return b"\n".join([*parts, self._lines[last][: node.end_col_offset]]).decode()
