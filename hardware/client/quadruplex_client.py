#!/usr/bin/env python3
"""A participant on a quadruplex line that shares no code with quadruplex: Python's standard library, and protocol.md.

    quadruplex_client.py terminal /dev/ttyUSB0 --baud 115200 --address 10
    quadruplex_client.py computer /dev/ttyUSB1 --scenario scenario.json --number 3 --baud 460800
    quadruplex_client.py computer … --lie reading --lie sumword
    quadruplex_client.py vectors protocol.md

Instead of a port, `-` speaks lines of text on standard input and output, "microseconds hexadecimal-bytes", in a time that
is the input's: for tests. "microseconds late hexadecimal-bytes" says that it was stopped since the line before.
"""

import argparse
import hashlib
import json
import os
import re
import select
import sys
import termios
import time
import tty

import wire
from computer import LIES, Computer, refusal
from slots import Configuration
from terminal import Counting, Terminal


def main():
    options = parse()
    if options.role == "vectors":
        return vectors(options.page)
    participant = make(options)
    if options.port == "-":
        play_text(participant)
    else:
        play_port(participant, options)
    return 0


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    roles = parser.add_subparsers(dest="role", required=True)
    terminal, computer = roles.add_parser("terminal"), roles.add_parser("computer")
    for role in (terminal, computer):
        role.add_argument("port")
        role.add_argument("--baud", type=int, default=115_200)
        role.add_argument("--seconds", type=float, help="leave after so long")
    terminal.add_argument("--address", type=int, default=10)
    terminal.add_argument("--station", type=int, default=64)
    computer.add_argument("--scenario", required=True, help="the file that all have")
    computer.add_argument("--number", type=int, required=True, help="place among the computers, from 0")
    computer.add_argument("--period-us", type=int, help="default: the scenario's")
    computer.add_argument("--guard-us", type=int, default=250)
    computer.add_argument("--latency-us", type=int, default=1000)
    computer.add_argument("--turn-around-us", type=int, default=500)
    computer.add_argument("--gather-ms", type=float, default=10_000, help="how long to wait for the others at first")
    computer.add_argument("--silent-cycles", type=int, default=2, help="how long one may hear nobody")
    computer.add_argument("--lie", action="append", choices=LIES, default=[])
    roles.add_parser("vectors", help="hold this program against the page").add_argument("page")
    return parser.parse_args()


def refuse(message):
    print(message, file=sys.stderr)
    sys.exit(2)


def make(options):
    if options.role == "terminal":
        return Terminal(options.station, options.address, Counting())
    try:
        with open(options.scenario, "rb") as file:
            data = file.read()
        scenario = json.loads(data)
    except (OSError, ValueError) as error:
        refuse(f"{options.scenario}: cannot be read as a scenario: {error}")
    reason = refusal(scenario)
    if reason:
        refuse(f"{options.scenario}: {reason}")
    computers = len(scenario["computers"])
    if not 0 <= options.number < computers:
        refuse(f"--number {options.number}: the scenario has computers 0 to {computers - 1}")
    period_us = options.period_us or scenario["cycle"]["periodUs"]
    times = (period_us, options.baud, options.guard_us, options.latency_us, options.turn_around_us)
    configuration = Configuration("one-host-per-computer", "om1", *times)
    number = int.from_bytes(hashlib.sha256(data).digest()[:4], "big")
    patience = (options.gather_ms * 1000, options.silent_cycles)
    try:
        return Computer(options.number, scenario, number, configuration, options.lie, *patience)
    except ValueError as error:
        refuse(f"{error}: give a longer --period-us or a higher --baud, as all others have")


def hear(participant, decoder, data, now_us):
    """What to answer at once."""
    answers = b""
    for event in decoder.feed(data):
        if event[0] != "packet":
            continue
        try:
            packet = wire.decode(event[1])
        except wire.Rejected:
            continue
        answers += participant.hear(packet, now_us)
    return answers


def play_port(participant, options):
    line = open_port(options.port, options.baud)
    decoder = wire.Decoder()
    participant.start(time.monotonic() * 1e6)
    end = time.monotonic() + options.seconds if options.seconds else None
    told = None
    while not participant.has_ended and (end is None or time.monotonic() < end):
        now_us = time.monotonic() * 1e6
        wait_us = 100_000 if participant.next_us is None else max(0, participant.next_us - now_us)
        ready, _, _ = select.select([line], [], [], min(wait_us / 1e6, 0.1))
        # Who slept hears first what was said meanwhile.
        if ready:
            data = os.read(line, 4096)
            if not data:
                sys.exit(f"{options.port} is gone")
            os.write(line, hear(participant, decoder, data, time.monotonic() * 1e6))
        elif wait_us == 0:
            os.write(line, participant.act(time.monotonic() * 1e6))
        problem = getattr(participant, "problem", None)
        if problem != told:
            print(f"silent: {problem}", file=sys.stderr)
            told = problem


def open_port(path, baud):
    speed = getattr(termios, f"B{baud}", None)
    if speed is None:
        refuse(f"--baud {baud}: this system has no such rate")
    try:
        line = os.open(path, os.O_RDWR | os.O_NOCTTY)
        tty.setraw(line, termios.TCSANOW)
    except (OSError, termios.error) as error:
        refuse(f"{path}: cannot be opened as a serial port: {error.args[-1]}")
    settings = termios.tcgetattr(line)
    settings[2] |= termios.CLOCAL | termios.CREAD
    settings[2] &= ~(termios.CSTOPB | termios.PARENB | termios.CRTSCTS)
    settings[4] = settings[5] = speed
    termios.tcsetattr(line, termios.TCSANOW, settings)
    return line


def play_text(participant):
    decoder = wire.Decoder()
    has_begun = False

    def say(now_us, data):
        if data:
            print(round(now_us), data.hex(), flush=True)

    def act_until(now_us, is_late=False):
        while participant.next_us is not None and participant.next_us <= now_us:
            due_us = now_us if is_late else participant.next_us
            say(due_us, participant.act(due_us))

    for text in sys.stdin:
        when, *late, data = text.rstrip("\n").split(" ")
        now_us = float(when)
        if not has_begun:
            participant.start(now_us)
            has_begun = True
        if not late:
            act_until(now_us)
        say(now_us, hear(participant, decoder, bytes.fromhex(data), now_us))
        if late:
            act_until(now_us, is_late=True)


def vectors(path):
    """Every packet that the page shows comes back from its bytes, and makes them; all garbage is what the page says."""
    with open(path, encoding="utf-8") as file:
        page = file.read()
    block = {name: re.search(f"<!-- {name} -->(.*)<!-- /{name} -->", page, re.S)[1] for name in ("packets", "garbage")}
    wrong = 0
    shown = re.findall(r"^(\S.*)\n  packet (.*)\n  line   (.*)$", block["packets"], re.M)
    for says, packet, line in shown:
        packet, line = bytes.fromhex(packet), bytes.fromhex(line)
        is_right = wire.Decoder().feed(line) == [("packet", packet)] and wire.burst(packet) == line
        is_right = is_right and wire.encode(wire.decode(packet)) == packet
        wrong += not is_right
        print("ok   " if is_right else "WRONG", says)
    garbage = re.findall(r"^(\S.*)\n  line   (.*)\n  events (.*)$", block["garbage"], re.M)
    for says, line, events in garbage:
        line = re.sub(r"ff … ff \((\d+) times\)", lambda match: "ff " * int(match[1]), line)
        found = wire.Decoder().feed(bytes.fromhex(line))
        text = "; ".join(f"{kind} {reason} {count}" for kind, reason, count in found) or "none"
        wrong += text != events
        print("ok   " if text == events else "WRONG", says)
    print(f"{len(shown)} packets, {len(garbage)} kinds of garbage, {wrong} wrong")
    return 1 if wrong or not shown or not garbage else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
