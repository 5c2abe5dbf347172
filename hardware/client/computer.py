"""A computer of the set, in the mode om1, with a process of its own: sections 5 to 7 of hardware/protocol.md.

It never votes, as the page does not say when to: the others compare, and it can be seen to agree. What it can be told to
lie about, it says alike to all, as on a shared pair nobody can be told another thing than his neighbour.
"""

import random
from collections import Counter

import slots
import wire
from flight import Flight

READING, READING_ERROR, PRIVATE, PRIVATE_NONE = 1, 2, 3, 4
ERROR, DEFAULT = "error", "default"
LIES = ("reading", "error", "sumword", "relays")


def message(offset_ns, about, kind, values):
    header = wire.word(True, about << 11 | kind << 5 | len(values) & 31)
    return wire.Transmission(offset_ns, (header, *(wire.word(False, value) for value in values)))


def read_message(transmission):
    """(about, kind, values), or None."""
    header, *data = transmission.words
    values = tuple(w.bits for w in data)
    if not header.is_command or header.bits & 0x400 or any(w.is_command for w in data):
        return None
    if not all(w.is_good for w in transmission.words) or len(values) != (header.bits & 31 or 32):
        return None
    return header.bits >> 11, header.bits >> 5 & 31, values


def majority(values):
    """The value that more than half have, or DEFAULT."""
    value, count = Counter(values).most_common(1)[0]
    return value if 2 * count > len(values) else DEFAULT


class Computer:
    def __init__(self, number, scenario, scenario_hash, configuration, lies=(), seed=None):
        self.number, self.scenario, self.hash = number, scenario, scenario_hash
        self.configuration, self.lies = configuration, lies
        self.table = slots.table(scenario, configuration)
        self.elements = slots.elements_of(scenario)
        self.computers = range(len(scenario["computers"]))
        rules = scenario.get("rules", {})
        self.sumword_every = rules.get("sumwordEveryCycles", 4)
        self.bypass_after = rules.get("bypassAfter", 2)
        self.flight = Flight(scenario)
        self.no_data = [0 for _ in self.elements]
        self.random = random.Random(seed)
        self.sequence = 0
        self.problem = None
        self.master, self.term, self.missed, self.has_beacon = 0, 0, 0, False
        self.present, self.heard_from = 1 << number, set()
        # In the set from the cycle after the hello on.
        self.is_in, self.said_hello, self.hello_wait = False, False, 0
        self.cycle, self.start_us = None, 0
        self.heard, self.decided = {}, True
        self.agenda = []

    # Time -----------------------------------------------------------------------------------------------------

    @property
    def next_us(self):
        return self.agenda[0][0] if self.agenda else None

    def start(self, now_us):
        """Listens; if nobody is there, begins by itself."""
        self.agenda = [(now_us + (3 + self.number) * self.configuration.period_us, None)]

    def act(self, now_us):
        """What to send now, if anything."""
        at_us, slot = self.agenda.pop(0)
        if slot is None:
            return self._go_on(at_us)
        if now_us - at_us > slot.on_line_us + self.configuration.guard_us:
            return b""
        return wire.burst(*(wire.encode(p) for p in self._say(slot)))

    def _begin(self, cycle, start_us):
        """Own slots in order of time, and the end of the cycle, when the clock goes on by itself."""
        self.cycle, self.start_us = cycle, start_us
        self.heard, self.decided = {}, False
        self.is_in = self.said_hello
        self._crew()
        mine = [s for s in self.table if s.sender == self.number and self.is_in and self._has_to_speak(s)]
        if not self.said_hello or self._is_unheard():
            mine.append(self.table[-1])
        self.agenda = [(start_us + s.start_us, s) for s in mine]
        self.agenda.append((start_us + self.configuration.period_us, None))

    def _is_unheard(self):
        """Has the master not heard of this computer for a random while?"""
        if self.master == self.number or self.present >> self.number & 1:
            return False
        self.hello_wait -= 1
        return self.hello_wait < 0

    def _go_on(self, end_us):
        """The next cycle, by the own clock; a beacon that comes sets it right."""
        if self.cycle is None and self.problem:
            self.start(end_us)
            return b""
        if self.cycle is None:
            self.said_hello, self.master = True, self.number
            return self._lead(0, end_us, set())
        self._decide()
        heard, self.heard_from = self.heard_from, set()
        self.missed = 0 if self.has_beacon else self.missed + 1
        self.has_beacon = False
        rank = (self.number - self.master) % len(self.computers)
        if self.is_in and rank > 0 and self.missed > rank:
            self.master, self.term = self.number, (self.term + 1) % 256
        if self.is_in and self.master == self.number:
            return self._lead(self.cycle + 1, end_us, heard)
        self._begin(self.cycle + 1, end_us)
        return b""

    def _lead(self, cycle, start_us, heard):
        self.has_beacon = True
        self.present = sum(1 << i for i in heard | {self.number})
        self._begin(cycle, start_us)
        return wire.burst(wire.encode(self._beacon()))

    def _has_to_speak(self, slot):
        exchanges = self.sumword_every > 0 and self.cycle % self.sumword_every == 0
        if slot.purpose == "message" and slot.round > 1:
            return exchanges
        return slot.purpose != "command" or self._is_due(self.elements[slot.element])

    def _is_due(self, element):
        return self.cycle % element.every_cycles == 0 and not self.flight.bypassed[element.number]

    # Hearing --------------------------------------------------------------------------------------------------

    def hear(self, packet, now_us):
        if packet.sender == self.number:
            return b""
        if packet.type == wire.BEACON:
            self._hear_beacon(packet, now_us)
        elif self.cycle is not None and packet.cycle == self.cycle and packet.slot < len(self.table) - 1:
            self._hear_in_slot(packet, now_us)
        return b""

    def _hear_beacon(self, packet, now_us):
        body, sender = packet.body, packet.sender
        if (body["scenario"], body["configuration"]) != (self.hash, self.configuration.number):
            self.problem = "another scenario or configuration"
            return
        if packet.slot != 0 or sender not in self.computers:
            return
        ahead = (body["term"] - self.term) % 256
        leads = 1 <= ahead <= 127 or (ahead == 0 and sender <= self.master)
        is_again = self.has_beacon and packet.cycle == self.cycle and sender == self.master
        if is_again or (self.is_in and not leads):
            return
        if packet.cycle != self.cycle and self.cycle is not None:
            self._decide()
        self.problem = None
        self.master, self.term, self.present, self.has_beacon = sender, body["term"], body["present"], True
        self.heard_from = {sender}
        self._begin(packet.cycle, now_us - self.table[0].on_line_us)

    def _hear_in_slot(self, packet, now_us):
        slot = self.table[packet.slot]
        purposes = {wire.COMMAND: "command", wire.RESPONSE: "response", wire.MESSAGE: "message", wire.OUTPUT: "output"}
        if purposes.get(packet.type) != slot.purpose or packet.sender != slot.sender:
            return
        waiting = [s.start_us for s in self.table[slot.number + 1 :] if s.waits]
        if now_us - self.start_us > waiting[0]:
            return
        if packet.sender in self.computers:
            self.heard_from.add(packet.sender)
        packets = self.heard.setdefault(slot.number, [])
        if slot.purpose == "message" or not packets:
            packets.append(packet)

    # Agreeing -------------------------------------------------------------------------------------------------

    def _reading(self, element):
        """Data words, or ERROR."""
        answers = self.heard.get(2 + 2 * element.number, [])
        if not answers or answers[0].body["bus"] != element.bus:
            return ERROR
        status, *data = answers[0].body["transmission"].words
        is_good = status.is_command and all(w.is_good for w in (status, *data))
        if not is_good or status.bits >> 11 != element.address or any(w.is_command for w in data):
            return ERROR
        return tuple(w.bits for w in data) if len(data) == element.words else ERROR

    def _messages(self, round_, sender):
        number = next(s.number for s in self.table if s.round == round_ and s.sender == sender)
        packets = [p for p in self.heard.get(number, []) if p.body["round"] == round_]
        found = [read_message(t) for p in packets for t in p.body["messages"]]
        return [m for m in found if m is not None]

    def _relayed(self, sender, element):
        for about, kind, values in self._messages(1, sender):
            if about == element.number and kind == READING and len(values) == element.words:
                return values
            if about == element.number and kind == READING_ERROR:
                return ERROR
        return DEFAULT

    def _decide(self):
        """Once a cycle, when round 1 has been heard."""
        if self.decided:
            return
        self.decided = True
        for element in self.elements:
            if not self._is_due(element):
                continue
            others = [self._relayed(j, element) for j in self.computers if j != self.number]
            value = majority([self._reading(element), *others])
            if isinstance(value, tuple):
                self.no_data[element.number] = 0
                self.flight.take(element.number, value)
            else:
                self.no_data[element.number] += 1
                if self.no_data[element.number] >= self.bypass_after:
                    self.flight.bypassed[element.number] = True
        self.flight.step(self.cycle)

    def _crew(self):
        """What the scenario's crew does at the start of this cycle, as far as it concerns a computer's data."""
        times = self.scenario["cycle"]
        now = times["startUs"] + self.cycle * times["periodUs"]
        for event in self.scenario.get("events", []):
            is_now = now - times["periodUs"] < event.get("timeUs", now + 1) <= now
            if is_now and event["action"] == "restore-element":
                for i, entry in enumerate(e for bus in self.scenario["buses"] for e in bus["schedule"]):
                    if entry.get("element", entry["terminal"]) == event["element"]:
                        self.flight.bypassed[i], self.no_data[i] = False, 0

    # Speaking -------------------------------------------------------------------------------------------------

    def _packet(self, kind, slot, body):
        self.sequence += 1
        return wire.Packet(kind, self.number, self.sequence - 1, slot, self.cycle, body)

    def _beacon(self):
        c = self.configuration
        body = {"scenario": self.hash, "configuration": c.number, "period_us": c.period_us}
        body |= {"present": self.present, "term": self.term, "mode": slots.MODES[c.exchange]}
        return self._packet(wire.BEACON, 0, body)

    def _say(self, slot):
        if slot.purpose == "open":
            self.said_hello, self.hello_wait = True, self.random.randint(1, len(self.computers))
            body = {"role": 0, "scenario": self.hash, "configuration": self.configuration.number}
            return [self._packet(wire.HELLO, slots.OPEN_SLOT, body)]
        if slot.purpose == "command":
            e = self.elements[slot.element]
            bits = e.address << 11 | 0x400 | e.subaddress << 5 | e.words & 31
            body = {"bus": e.bus, "transmission": wire.Transmission(0, (wire.word(True, bits),))}
            return [self._packet(wire.COMMAND, slot.number, body)]
        if slot.purpose == "output":
            self._decide()
            return [self._packet(wire.OUTPUT, slot.number, {"votes": [], "commands": self.flight.commands})]
        return self._message_packets(slot, [self._readings, self._sumword, self._relays][slot.round - 1]())

    def _message_packets(self, slot, messages):
        """As many messages in each as fit; one without any if there are none."""
        bodies = [[]]
        for m in messages:
            if 10 + sum(5 + 3 * len(other.words) for other in (*bodies[-1], m)) > 122:
                bodies.append([])
            bodies[-1].append(m)
        common = {"receiver": wire.EVERYBODY, "round": slot.round}
        return [self._packet(wire.MESSAGE, slot.number, common | {"messages": b}) for b in bodies]

    def _readings(self):
        messages = []
        for element in filter(self._is_due, self.elements):
            reading = self._reading(element)
            if "error" in self.lies:
                reading = ERROR
            if "reading" in self.lies:
                reading = tuple(0x5A5A for _ in range(element.words))
            is_error = reading == ERROR
            kind, values = (READING_ERROR, (0,)) if is_error else (READING, reading)
            messages.append(message(0, element.number, kind, values))
        return messages

    def _sumword(self):
        self._decide()
        lie = 0x1111 if "sumword" in self.lies else 0
        return [message(0, self.number, PRIVATE, (self.flight.sumword ^ lie,))]

    def _relays(self):
        messages = []
        for j in self.computers:
            if j == self.number:
                continue
            heard = [m for m in self._messages(2, j) if m[0] == j and m[1] == PRIVATE and len(m[2]) == 1]
            if not heard:
                messages.append(message(0, j, PRIVATE_NONE, (0,)))
            else:
                messages.append(message(0, j, PRIVATE, (heard[0][2][0] ^ (0x2222 if "relays" in self.lies else 0),)))
        return messages
