"""Bytes, frames, packets and words of a line: sections 2 to 4 of hardware/protocol.md, and nothing else."""

import struct
import zlib
from dataclasses import dataclass, field

MAX_FRAME = 128
BEACON, HELLO, LEAVE, COMMAND, RESPONSE, MESSAGE, OUTPUT, PING, PONG, STATE = range(1, 11)
EVERYBODY = 255
OPEN_SLOT = 255
GATHERING = 0xFFFFFFFF
HEADER = struct.Struct(">BBBBI")
BEACON_BODY = struct.Struct(">IIIIIBB")
BEACON_FIELDS = ("scenario", "configuration", "period_us", "present", "joined", "term", "mode")
HELLO_BODY = struct.Struct(">BII")


class Rejected(Exception):
    """A good frame whose content is no packet; the text is the reason's name."""


def stuff(data):
    """COBS: no 00 is left. Packets are so short that no code byte exceeds 127."""
    return b"".join(bytes([len(run) + 1]) + run for run in data.split(b"\0"))


def unstuff(data):
    """None if a code byte leads past the end."""
    runs, place = [], 0
    while place < len(data):
        end = place + data[place]
        if end > len(data):
            return None
        runs.append(data[place + 1 : end])
        place = end
    return b"\0".join(runs)


def burst(*packets):
    """One turn on the line."""
    return b"\0" + b"".join(stuff(p + zlib.crc32(p).to_bytes(4, "big")) + b"\0" for p in packets)


class Decoder:
    """Bytes in any pieces to ("packet", bytes) and ("discarded", reason, how many)."""

    def __init__(self):
        self.held = bytearray()
        self.skipping = False

    def feed(self, data):
        events = []
        for byte in data:
            if byte == 0:
                events += self._end()
                continue
            if len(self.held) == MAX_FRAME - 1:
                events.append(("discarded", "too-long", len(self.held)))
                self.held.clear()
                self.skipping = True
            self.held.append(byte)
        return events

    def _end(self):
        frame, skipped = bytes(self.held), self.skipping
        self.held.clear()
        self.skipping = False
        if not frame:
            return []
        if skipped:
            return [("discarded", "too-long", len(frame))]
        sealed = unstuff(frame)
        if sealed is None:
            return [("discarded", "stuffing", len(frame))]
        if len(sealed) < 5:
            return [("discarded", "too-short", len(frame))]
        packet, crc = sealed[:-4], int.from_bytes(sealed[-4:], "big")
        if zlib.crc32(packet) != crc:
            return [("discarded", "crc", len(frame))]
        return [("packet", packet)]


@dataclass(frozen=True)
class Word:
    """As it was sent: `is_command` is its sync, `parity` the bit that came with it."""

    is_command: bool
    bits: int
    parity: int

    @property
    def is_good(self):
        return (bin(self.bits).count("1") + self.parity) % 2 == 1


def word(is_command, bits):
    return Word(is_command, bits & 0xFFFF, 1 - bin(bits & 0xFFFF).count("1") % 2)


@dataclass(frozen=True)
class Transmission:
    offset_ns: int
    words: tuple


@dataclass
class Packet:
    type: int
    sender: int
    sequence: int
    slot: int
    cycle: int
    body: dict = field(default_factory=dict)


def put_transmission(t):
    words = b"".join((w.is_command << 17 | w.bits << 1 | w.parity).to_bytes(3, "big") for w in t.words)
    return struct.pack(">IB", t.offset_ns, len(t.words)) + words


def encode(packet):
    head = HEADER.pack(0x10 | packet.type, packet.sender, packet.sequence % 256, packet.slot, packet.cycle)
    b = packet.body
    if packet.type == BEACON:
        return head + BEACON_BODY.pack(*(b[name] for name in BEACON_FIELDS))
    if packet.type == HELLO:
        return head + HELLO_BODY.pack(b["role"], b["scenario"], b["configuration"])
    if packet.type == STATE:
        rows = b"".join(struct.pack(">HH", *row) for row in b["rows"])
        return head + struct.pack(">HHI", b["left"], b["takes_part"], b["bypassed"]) + rows
    if packet.type == LEAVE:
        return head + bytes([b["reason"]])
    if packet.type in (COMMAND, RESPONSE):
        return head + bytes([b["bus"]]) + put_transmission(b["transmission"])
    if packet.type == MESSAGE:
        return head + bytes([b["receiver"], b["round"]]) + b"".join(map(put_transmission, b["messages"]))
    if packet.type == OUTPUT:
        votes = b"".join(struct.pack(">BI", *vote) for vote in b["votes"])
        commands = b"".join(struct.pack(">h", command) for command in b["commands"])
        return head + bytes([len(b["votes"])]) + votes + commands
    return head + struct.pack(">BI", b["receiver"], b["token"]) + b["filling"]


class _Body:
    """What is left of a packet."""

    def __init__(self, data):
        self.data = data

    def take(self, count):
        if count > len(self.data):
            raise Rejected("length")
        taken, self.data = self.data[:count], self.data[count:]
        return taken

    def unpack(self, form):
        return struct.unpack(form, self.take(struct.calcsize(form)))

    def transmission(self):
        offset_ns, count = self.unpack(">IB")
        data = self.take(3 * count)
        images = [int.from_bytes(data[i : i + 3], "big") for i in range(0, len(data), 3)]
        if count == 0 or any(image >> 18 for image in images):
            raise Rejected("field")
        words = tuple(Word(bool(i >> 17), i >> 1 & 0xFFFF, i & 1) for i in images)
        return Transmission(offset_ns, words)

    def choice(self, most):
        (value,) = self.unpack(">B")
        if value > most:
            raise Rejected("field")
        return value


def decode(data):
    """Raises Rejected."""
    if len(data) < HEADER.size:
        raise Rejected("length")
    first, sender, sequence, slot, cycle = HEADER.unpack_from(data)
    if first >> 4 != 1:
        raise Rejected("version")
    body = _Body(data[HEADER.size :])
    read = _READERS.get(first & 15)
    if read is None:
        raise Rejected("type")
    fields = read(body)
    if body.data:
        raise Rejected("length")
    return Packet(first & 15, sender, sequence, slot, cycle, fields)


def _beacon(body):
    return dict(zip(BEACON_FIELDS, body.unpack(BEACON_BODY.format)))


def _hello(body):
    role = body.choice(2)
    scenario, configuration = body.unpack(">II")
    return {"role": role, "scenario": scenario, "configuration": configuration}


def _state(body):
    left, takes_part, bypassed = body.unpack(">HHI")
    rows = []
    while body.data:
        rows.append(body.unpack(">HH"))
    return {"left": left, "takes_part": takes_part, "bypassed": bypassed, "rows": rows}


def _turn(body):
    (bus,) = body.unpack(">B")
    return {"bus": bus, "transmission": body.transmission()}


def _message(body):
    receiver, round_ = body.unpack(">BB")
    messages = []
    while body.data:
        messages.append(body.transmission())
    return {"receiver": receiver, "round": round_, "messages": messages}


def _output(body):
    (count,) = body.unpack(">B")
    votes = [body.unpack(">BI") for _ in range(count)]
    commands = []
    while body.data:
        commands += body.unpack(">h")
    return {"votes": votes, "commands": commands}


def _ping(body):
    receiver, token = body.unpack(">BI")
    return {"receiver": receiver, "token": token, "filling": body.take(len(body.data))}


_READERS = {
    BEACON: _beacon,
    HELLO: _hello,
    LEAVE: lambda body: {"reason": body.choice(2)},
    COMMAND: _turn,
    RESPONSE: _turn,
    MESSAGE: _message,
    OUTPUT: _output,
    PING: _ping,
    PONG: _ping,
    STATE: _state,
}
