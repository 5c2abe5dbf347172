"""What a computer computes of agreed data: the end of section 5 of hardware/protocol.md."""

import math

from slots import actuators_of

AXES = ("roll", "pitch", "yaw")


def signed(word):
    return word - 0x10000 if word & 0x8000 else word


def median(values):
    values = sorted(values)
    return (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2 if values else 0.0


class Flight:
    def __init__(self, scenario):
        self.scenario = scenario
        self.actuators = actuators_of(scenario)
        terminals = {t["id"]: t for t in scenario["terminals"]}
        entries = [entry for bus in scenario["buses"] for entry in bus["schedule"]]
        # What each word of each element carries.
        self.signals = [
            [w["signal"] for w in terminals[e["terminal"]]["words"] for _ in range(w.get("copies", 1))] for e in entries
        ]
        self.reset()

    def reset(self):
        self.inputs = [[0] * 32 for _ in self.signals]
        self.bypassed = [False for _ in self.signals]
        self.rates = [[0.0] * 4 for _ in AXES]
        self.commands = [0] * len(self.actuators)

    def take(self, element, words):
        self.inputs[element][: len(words)] = words

    def step(self, cycle):
        attitude = []
        for axis in range(len(AXES)):
            angles, rates = self._in_use(AXES[axis]), self._in_use(AXES[axis] + "Rate")
            self.rates[axis] = [median(rates)] + self.rates[axis][:3]
            attitude.append((median(angles), bool(angles and rates)))
        self.commands = [self._command(a, attitude, cycle) for a in self.actuators]

    @property
    def sumword(self):
        return sum(self.commands) & 0xFFFF

    def _in_use(self, signal):
        return [
            signed(self.inputs[e][w])
            for e, names in enumerate(self.signals)
            if not self.bypassed[e]
            for w, name in enumerate(names)
            if name == signal
        ]

    def _command(self, actuator, attitude, cycle):
        axis = AXES.index(actuator["axis"])
        angle, has_sensors = attitude[axis]
        if not has_sensors:
            return 0
        # In the order in which they stand on the page: doubles round.
        mean = sum(self.rates[axis]) / 4
        push = 4 * (self._wanted(axis, cycle) - angle / 100) - 3 * mean / 100
        steps = push / actuator["degPerS2PerLsb"]
        command = math.floor(steps) + (steps - math.floor(steps) >= 0.5)
        return max(-actuator["limitLsb"], min(actuator["limitLsb"], command))

    def _wanted(self, axis, cycle):
        times, vehicle = self.scenario["cycle"], self.scenario.get("vehicle", {})
        t = times["startUs"] + cycle * times["periodUs"]
        turns = t / vehicle.get("manoeuvreUs", 4_000_000) - axis / 3
        p = turns - math.floor(turns)
        return vehicle.get("manoeuvreDeg", 5) * (4 * p - 1 if p < 0.5 else 3 - 4 * p)
