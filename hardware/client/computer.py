"""A computer of the set, in the mode om1, with a process of its own: sections 5 to 7 of hardware/protocol.md.

It never votes, as the page does not say when to: the others compare, and it can be seen to agree. What it can be told to
lie about, it says alike to all, as on a shared pair nobody can be told another thing than his neighbour.
"""

from collections import Counter
from dataclasses import replace

import slots
import wire
from flight import Flight
from members import Members, bits_of
from timekeeper import Timekeeper

READING, READING_ERROR, PRIVATE, PRIVATE_NONE = 1, 2, 3, 4
ERROR, DEFAULT = "error", "default"
LIES = ("reading", "error", "sumword", "relays")
UNDESCRIBED = ("engage-backup", "port-mode")


def refusal(scenario):
    """Why nobody can take part who knows of the scenario only what the page says; or None."""
    for event in scenario.get("events", []):
        if event["action"] in UNDESCRIBED:
            return f"""event "{event['id']}": the protocol does not describe {event['action']}"""
    for terminal in scenario["terminals"]:
        if "secondary" in terminal:
            return f"""terminal "{terminal['id']}": the protocol does not describe a secondary port"""
    return None


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


class Computer(Timekeeper):
    def __init__(self, number, scenario, scenario_hash, configuration, lies=(), gather_us=10e6, silent_cycles=2):
        super().__init__(number, scenario, scenario_hash, configuration, gather_us, silent_cycles)
        self.scenario, self.lies = scenario, lies
        self.elements = slots.elements_of(scenario)
        rules = scenario.get("rules", {})
        self.sumword_every = rules.get("sumwordEveryCycles", 4)
        self.bypass_after = rules.get("bypassAfter", 2)
        self.asks_departed = rules.get("departedCommander", "keep") == "keep"
        self.members = Members(scenario)
        self.flight = Flight(scenario)
        self._forget()
        self.heard, self.is_decided, self.is_finished = {}, True, True
        # The crew has done what was to be done until then.
        self.crew_us = float("-inf")

    # A cycle --------------------------------------------------------------------------------------------------

    def begin(self):
        self.heard, self.is_decided, self.is_finished = {}, False, False
        self._let_crew_act(self._time_of(self.cycle))

    def _let_crew_act(self, until_us):
        for event in sorted(self.scenario.get("events", []), key=lambda event: event["timeUs"]):
            if self.crew_us < event["timeUs"] <= until_us:
                self._crew(event)
        self.crew_us = max(self.crew_us, until_us)

    def is_whole(self, packet):
        """Of an output, the scenario alone says how many commands it has."""
        return packet.type != wire.OUTPUT or len(packet.body["commands"]) == len(self.flight.actuators)

    def take(self, slot, packet):
        packets = self.heard.setdefault(slot.number, [])
        if slot.purpose == "message" or not packets:
            packets.append(packet)

    def finish(self):
        """When all has been heard: decisions, then votes."""
        if self.is_finished:
            return
        self.is_finished = True
        self._decide()
        outputs = [p for s in self.table if s.purpose == "output" for p in self.heard.get(s.number, [])]
        self.members.apply([(p.sender, target) for p in outputs for target, _ in p.body["votes"]])

    def state(self):
        return self.members.state() | {"bypassed": bits_of(e.number for e in self.elements if self.bypassed[e.number])}

    def adopt(self, state):
        # Who has power is not in the state.
        self._let_crew_act(self._time_of(self.asked))
        self.members.adopt(state)
        self._forget()
        self.bypassed = [bool(state["bypassed"] >> e.number & 1) for e in self.elements]
        self.flight.bypassed = list(self.bypassed)
        # What the members bypassed, one that is out goes on commanding.
        self.unread = [self.bypassed[e.number] and e.commander in self.members for e in self.elements]

    def arrive(self, computer):
        if computer == self.number:
            self.flight.bypassed = list(self.bypassed)
        self.members.take_in(computer)
        for e in self.elements:
            if e.commander == computer:
                self.unread[e.number] = self.bypassed[e.number]

    def speaks_in(self, slot):
        """A bus may have been given to another computer than the one of the table."""
        if slot.purpose == "command":
            return self.elements[slot.element].commander == self.number
        return super().speaks_in(slot)

    def _give(self, bus, computer):
        self.elements = [replace(e, commander=computer) if e.bus == bus else e for e in self.elements]
        for e in self.elements:
            if e.bus == bus:
                self.unread[e.number] = self.bypassed[e.number] and computer in self.members

    def _forget(self):
        """By element, of the members: successive reads without data, is it in use no more, is it commanded no more."""
        self.no_data = [0 for _ in self.elements]
        self.bypassed = [False for _ in self.elements]
        self.unread = [False for _ in self.elements]

    def _time_of(self, cycle):
        times = self.scenario["cycle"]
        return times["startUs"] + cycle * times["periodUs"]

    def _crew(self, event):
        """What the scenario's crew does, as far as it concerns the set and a computer's data."""
        action, members = event["action"], self.members
        names = [c["id"] for c in self.scenario["computers"]]
        if action == "restore-element":
            for i, entry in enumerate(e for bus in self.scenario["buses"] for e in bus["schedule"]):
                if entry.get("element", entry["terminal"]) == event["element"]:
                    self.flight.bypassed[i], self.bypassed[i], self.unread[i], self.no_data[i] = False, False, False, 0
        elif action in ("assign-bus", "re-string"):
            given = event["buses"] if action == "re-string" else {event["bus"]: event["computer"]}
            for b, bus in enumerate(self.scenario["buses"]):
                if bus["id"] in given:
                    self._give(b, names.index(given[bus["id"]]))
        elif action == "power-off":
            members.without_power.add(names.index(event["computer"]))
            members.withdraw(names.index(event["computer"]))
        elif action == "power-on":
            members.without_power.discard(names.index(event["computer"]))
        elif action == "readmit":
            self.arrive(names.index(event["computer"]))
        elif action == "re-form-set":
            named = event.get("members", [n for i, n in enumerate(names) if i not in members.backups])
            members.form({names.index(n) for n in named} - members.without_power)
            self._forget()
            if self.number in members:
                self.flight.reset()

    def _is_read(self, element):
        """Is it commanded in this cycle, and talked about?"""
        commander = element.commander
        is_asked = commander in self.members or (self.asks_departed and commander not in self.members.without_power)
        return is_asked and self.cycle % element.every_cycles == 0 and not self.unread[element.number]

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
        if self.is_decided:
            return
        self.is_decided = True
        for element in filter(self._is_read, self.elements):
            own, others = self._reading(element), [self._relayed(j, element) for j in self._members_heard()]
            if self.number in self.members:
                self._agree(element, majority([own, *others]))
                continue
            if own != ERROR and not self.flight.bypassed[element.number]:
                self.flight.take(element.number, own)
            # Two or more tell what they heard, and so what they will not use any more.
            if len(others) > 1:
                self._count(element, majority(others))
        self.flight.step(self.cycle)

    def _agree(self, element, value):
        self._count(element, value)
        self.flight.bypassed[element.number] = self.bypassed[element.number]
        if isinstance(value, tuple):
            self.flight.take(element.number, value)

    def _count(self, element, value):
        """A read by the members, with data or without."""
        e = element.number
        self.no_data[e] = 0 if isinstance(value, tuple) else self.no_data[e] + 1
        if self.no_data[e] >= self.bypass_after:
            self.bypassed[e] = True
            # One that is out goes on commanding.
            self.unread[e] = element.commander in self.members

    def _members_heard(self):
        return [j for j in self.members if j != self.number]

    def _other_members(self):
        """None for one who is out."""
        return self._members_heard() if self.number in self.members else []

    # Speaking -------------------------------------------------------------------------------------------------

    def say(self, slot):
        if slot.purpose == "command":
            e = self.elements[slot.element]
            if not self._is_read(e):
                return []
            bits = e.address << 11 | 0x400 | e.subaddress << 5 | e.words & 31
            body = {"bus": e.bus, "transmission": wire.Transmission(0, (wire.word(True, bits),))}
            return [self.packet(wire.COMMAND, slot.number, body)]
        if slot.purpose == "output":
            self._decide()
            return [self.packet(wire.OUTPUT, slot.number, {"votes": [], "commands": self.flight.commands})]
        if slot.round > 1 and self.cycle % self.sumword_every:
            return []
        return self._message_packets(slot, [self._readings, self._sumword, self._relays][slot.round - 1]())

    def _message_packets(self, slot, messages):
        """As many messages in each as fit; one without any if there are none."""
        bodies = [[]]
        for m in messages:
            if 10 + sum(5 + 3 * len(other.words) for other in (*bodies[-1], m)) > 122:
                bodies.append([])
            bodies[-1].append(m)
        common = {"receiver": wire.EVERYBODY, "round": slot.round}
        return [self.packet(wire.MESSAGE, slot.number, common | {"messages": b}) for b in bodies]

    def _readings(self):
        messages = []
        for element in filter(self._is_read, self.elements if self._other_members() else []):
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
        if not self._other_members():
            return []
        lie = 0x1111 if "sumword" in self.lies else 0
        return [message(0, self.number, PRIVATE, (self.flight.sumword ^ lie,))]

    def _relays(self):
        messages, others = [], self._other_members()
        # What the only other one said needs no relay.
        for j in others if len(others) > 1 else []:
            heard = [m for m in self._messages(2, j) if m[0] == j and m[1] == PRIVATE and len(m[2]) == 1]
            if not heard:
                messages.append(message(0, j, PRIVATE_NONE, (0,)))
            else:
                messages.append(message(0, j, PRIVATE, (heard[0][2][0] ^ (0x2222 if "relays" in self.lies else 0),)))
        return messages
