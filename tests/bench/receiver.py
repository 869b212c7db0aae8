"""A notification server that writes down when each notice arrives, and shows none.

`receiver.py SOCKET FILE` speaks to the bus at that socket by itself, as much of D-Bus as that
takes, so that nothing but the bus lies between the sender and the clock. A line of FILE is the wall
clock in nanoseconds, read before the message is even looked at.
"""

import os
import socket
import struct
import sys
import time

NAME = "org.freedesktop.Notifications"
CALL, RETURN, ERROR, NO_REPLY = 1, 2, 3, 1


def padded(data: bytes, to: int) -> bytes:
    return data + b"\0" * (-len(data) % to)


def text(value: str) -> bytes:
    return struct.pack("<I", len(value)) + value.encode() + b"\0"


def texts(values: list[str]) -> bytes:
    items = b""
    for value in values:
        items = padded(items, 4) + text(value)
    return struct.pack("<I", len(items)) + items


def message(
    kind: int, serial: int, fields: list[tuple[int, str, str | int]], body: bytes = b""
) -> bytes:
    packed = b""
    for code, signature, value in fields:
        packed = padded(packed, 8) + bytes([code, 1]) + signature.encode() + b"\0"
        if signature == "u":
            packed = padded(packed, 4) + struct.pack("<I", value)
        elif signature == "g":
            packed += bytes([len(value)]) + value.encode() + b"\0"
        else:
            packed = padded(packed, 4) + text(value)
    head = struct.pack("<cBBBIII", b"l", kind, 0, 1, len(body), serial, len(packed))
    return padded(head + packed, 8) + body


def fields_of(data: bytes, order: str) -> dict[int, str | int]:
    """The header's fields by number; no other types occur there."""
    found, at = {}, 16
    end = 16 + struct.unpack_from(order + "I", data, 12)[0]
    while at < end:
        at += -at % 8
        code, signature = data[at], chr(data[at + 2])
        at += 4
        if signature == "g":
            found[code] = data[at + 1 : at + 1 + data[at]].decode()
            at += data[at] + 2
            continue
        at += -at % 4
        value = struct.unpack_from(order + "I", data, at)[0]
        at += 4
        if signature == "u":
            found[code] = value
        else:
            found[code] = data[at : at + value].decode()
            at += value + 1
    return found


class Bus:
    def __init__(self, path: str):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(path)
        user = str(os.getuid()).encode().hex().encode()
        self.socket.sendall(b"\0AUTH EXTERNAL " + user + b"\r\n")
        if not self.socket.recv(4096).startswith(b"OK"):
            sys.exit("the bus does not let us in")
        self.socket.sendall(b"BEGIN\r\n")
        self.serial, self.rest, self.arrived = 0, b"", 0
        self.ask_bus("Hello", "", b"")
        self.ask_bus("RequestName", "su", padded(text(NAME), 4) + struct.pack("<I", 4))

    def send(self, kind: int, fields: list, signature: str, body: bytes) -> None:
        self.serial += 1
        fields = fields + ([(8, "g", signature)] if signature else [])
        self.socket.sendall(message(kind, self.serial, fields, body))

    def ask_bus(self, method: str, signature: str, body: bytes) -> None:
        bus = "org.freedesktop.DBus"
        self.send(
            CALL,
            [(1, "o", "/org/freedesktop/DBus"), (2, "s", bus), (3, "s", method), (6, "s", bus)],
            signature,
            body,
        )

    def next(self) -> tuple[int, bytes]:
        """The next whole message, and when its last byte was there."""
        arrived = self.arrived
        while True:
            if len(self.rest) >= 16:
                order = "<" if self.rest[:1] == b"l" else ">"
                body, _, fields = struct.unpack_from(order + "III", self.rest, 4)
                whole = 16 + fields + (-fields % 8) + body
                if len(self.rest) >= whole:
                    data, self.rest = self.rest[:whole], self.rest[whole:]
                    return arrived, data
            more = self.socket.recv(65536)
            arrived = self.arrived = time.time_ns()
            if not more:
                sys.exit(0)
            self.rest += more


def main(path: str, file: str) -> None:
    bus = Bus(path)
    shown = 0
    with open(file, "w", buffering=1) as out:
        while True:
            arrived, data = bus.next()
            order = "<" if data[:1] == b"l" else ">"
            kind, flags = data[1], data[2]
            if kind != CALL:
                continue
            fields = fields_of(data, order)
            to = [(5, "u", struct.unpack_from(order + "I", data, 8)[0]), (6, "s", fields[7])]
            match fields[3]:
                case "Notify":
                    shown += 1
                    answer = ("u", struct.pack("<I", shown))
                    print(arrived, file=out)
                case "GetCapabilities":
                    answer = ("as", texts(["actions", "body", "persistence"]))
                case "GetServerInformation":
                    parts = [text(part) for part in ("receiver", "nocontact", "1", "1.2")]
                    answer = ("ssss", b"".join(padded(part, 4) for part in parts))
                case "CloseNotification":
                    answer = ("", b"")
                case _:
                    answer = None
            if flags & NO_REPLY:
                continue
            if answer is None:
                unknown = "org.freedesktop.DBus.Error.UnknownMethod"
                bus.send(ERROR, [(4, "s", unknown), *to], "", b"")
            else:
                bus.send(RETURN, to, *answer)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
