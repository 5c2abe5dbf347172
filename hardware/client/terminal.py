"""A remote terminal: answers what is asked of it, at once. It has no clock."""

import wire

RESPONSE_NS = 6_000


class Terminal:
    """`measure(words)` gives so many 16-bit numbers."""

    next_us = None
    # It answers for as long as it is asked.
    has_ended = False

    def __init__(self, station, address, measure):
        self.station = station
        self.address = address
        self.measure = measure
        self.sequence = 0

    def start(self, now_us):
        pass

    def act(self, now_us):
        return b""

    def hear(self, packet, now_us):
        if packet.type != wire.COMMAND or packet.sender >= 32 or packet.slot >= 254:
            return b""
        asked = packet.body["transmission"]
        command = asked.words[0]
        subaddress = command.bits >> 5 & 31
        if len(asked.words) != 1 or not (command.is_command and command.is_good):
            return b""
        if command.bits >> 11 != self.address or not command.bits & 0x400 or subaddress in (0, 31):
            return b""
        values = self.measure(command.bits & 31 or 32)
        words = (wire.word(True, self.address << 11), *(wire.word(False, value) for value in values))
        offset_ns = (asked.offset_ns + 20_000 + RESPONSE_NS - 2_000) % 2**32
        body = {"bus": packet.body["bus"], "transmission": wire.Transmission(offset_ns, words)}
        answer = wire.Packet(wire.RESPONSE, self.station, self.sequence, packet.slot + 1, packet.cycle, body)
        self.sequence += 1
        return wire.burst(wire.encode(answer))


class Counting:
    """Nothing to measure with: word i of reading n is n x (i + 1)."""

    def __init__(self):
        self.count = 0

    def __call__(self, words):
        self.count += 1
        return [(self.count - 1) * (i + 1) for i in range(words)]
