"""Who sends in which slot, and when: section 6 of hardware/protocol.md."""

import hashlib
from dataclasses import dataclass

from wire import EVERYBODY, OPEN_SLOT

MODES = {"none": 0, "status": 1, "om1": 2}


@dataclass(frozen=True)
class Configuration:
    """What is agreed beforehand."""

    set_up: str
    exchange: str
    period_us: int
    baud: int
    guard_us: int
    latency_us: int
    turn_around_us: int

    @property
    def number(self):
        text = (
            f"quadruplex line 1\nsetUp {self.set_up}\nexchange {self.exchange}\nperiodUs {self.period_us}\n"
            f"baud {self.baud}\nguardUs {self.guard_us}\nlatencyUs {self.latency_us}\n"
            f"turnAroundUs {self.turn_around_us}\n"
        )
        return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


@dataclass(frozen=True)
class Element:
    """One terminal's answer, in one entry of a bus's schedule."""

    number: int
    bus: int
    commander: int
    terminal: int
    address: int
    subaddress: int
    words: int
    every_cycles: int


@dataclass
class Slot:
    number: int
    purpose: str
    sender: int
    bytes: int
    waits: bool
    element: int = -1
    round: int = 0
    start_us: int = 0
    on_line_us: int = 0
    guard_us: int = 0
    over_us: int = 0


def elements_of(scenario):
    found = []
    computers = [c["id"] for c in scenario["computers"]]
    terminals = {t["id"]: (i, t) for i, t in enumerate(scenario["terminals"])}
    for b, bus in enumerate(scenario["buses"]):
        for entry in bus["schedule"]:
            place, terminal = terminals[entry["terminal"]]
            commander = computers.index(bus["commander"])
            words = entry.get("words", sum(word.get("copies", 1) for word in terminal["words"]))
            numbers = (terminal["address"], entry.get("subaddress", 1), words, entry.get("everyCycles", 1))
            found.append(Element(len(found), b, commander, 64 + place, *numbers))
    return found


def packets_of(lengths):
    """Bytes of packets that hold messages of so many words, as many in each as fit."""
    packets = []
    for length in (5 + 3 * words for words in lengths):
        if not packets or packets[-1] + length > 122:
            packets.append(10)
        packets[-1] += length
    return packets


def rounds_of(scenario, exchange):
    """By round: how many words each message has that one computer sends."""
    elements, computers = elements_of(scenario), len(scenario["computers"])
    sumwords = scenario.get("rules", {}).get("sumwordEveryCycles", 4) > 0
    rounds = []
    if exchange == "status":
        rounds += [[2] * len(elements), [2]]
    if exchange == "om1":
        rounds.append([1 + e.words for e in elements])
    if sumwords:
        rounds.append([2])
        if exchange == "om1":
            rounds.append([2] * (computers - 1))
    return rounds


def table(scenario, configuration):
    """Raises ValueError for an impossible cycle."""
    c = configuration
    slots = []

    def add(purpose, sender, packets, waits, **more):
        size = 1 + sum(p + 6 for p in packets)
        number = OPEN_SLOT if purpose == "open" else len(slots)
        on_line_us = -(-size * 10 * 1_000_000 // c.baud)
        slots.append(Slot(number, purpose, sender, size, waits, on_line_us=on_line_us, **more))

    one_each = c.set_up == "one-host-per-computer"
    computers = range(len(scenario["computers"]))
    add("beacon", EVERYBODY, [30], False)
    for e in elements_of(scenario):
        add("command", e.commander, [17], one_each or e.number > 0, element=e.number)
        add("response", e.terminal, [14 + 3 * (1 + e.words)], True, element=e.number)
    if one_each:
        for r, lengths in enumerate(rounds_of(scenario, c.exchange)):
            for i in computers:
                add("message", i, packets_of(lengths), i == 0, round=r + 1)
        actuators = len(actuators_of(scenario))
        for i in computers:
            add("output", i, [9 + 5 * len(computers) + 2 * actuators], i == 0)
    add("open", EVERYBODY, [16 + 4 * len(computers) if one_each else 17], True)

    hearing = c.latency_us * (2 if one_each else 1)
    waits = [hearing + (c.turn_around_us if s.purpose == "response" else 0) if s.waits else 0 for s in slots]
    needed = sum(s.on_line_us + c.guard_us for s in slots) + sum(waits) + hearing
    if needed > c.period_us:
        raise ValueError(f"the cycle needs {needed} us and has {c.period_us}")
    # Hosts with a clock each are late on their own, and think about what they heard.
    shares = (1 + sum(s.waits for s in slots)) * (2 if one_each else 1) + (len(slots) if one_each else 0)
    spare = (c.period_us - needed) // shares
    now = 0
    for slot, wait in zip(slots, waits):
        slot.start_us = now + (wait + spare * (2 if one_each else 1) if slot.waits else 0)
        slot.guard_us = c.guard_us + (spare if one_each else 0)
        now = slot.start_us + slot.on_line_us + slot.guard_us
    # What is said in a round may be heard until its last slot was.
    over = 0
    for slot in reversed(slots):
        heard = slot.start_us + slot.on_line_us + slot.guard_us + hearing + spare
        over = slot.over_us = max(heard, over)
        if slot.waits:
            over = 0
    return slots


def actuators_of(scenario):
    """With what a scenario may leave out."""
    default = [{"id": axis, "axis": axis} for axis in ("roll", "pitch", "yaw")]
    return [{"degPerS2PerLsb": 0.01, "limitLsb": 2000, **a} for a in scenario.get("actuators", default)]
