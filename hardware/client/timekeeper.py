"""Which cycle comes next, when, and who says so: section 7 of hardware/protocol.md. Times are microseconds of any clock.

    listening --- a beacon: hello, state, joined ---> in: follows, or leads
     |     ^                                           |  |
     |     `---------------- cut off ------------------'  |
     `--- none: gathers, or goes on where it was ---------'
"""

import slots
import wire

PATIENCE_PERIODS = 3
JOINED_CYCLES = 3
# From a computer's first bit to the hello that may be answered again: one may have heard only the last of its bits.
ANEW_CYCLES = JOINED_CYCLES + 2
# What may be said in a slot that has one sender; a hello, by a computer that has no output yet.
TYPES = {
    "command": (wire.COMMAND,),
    "response": (wire.RESPONSE,),
    "message": (wire.MESSAGE,),
    "output": (wire.OUTPUT, wire.HELLO),
}
LISTENING, GATHERS, IN = "listening", "gathers", "in"


class Timekeeper:
    """What a cycle is made of is told by who inherits: begin, arrive, adopt, finish, is_whole, state, say, take."""

    def __init__(self, number, scenario, scenario_hash, configuration, gather_us, silent_cycles):
        self.number, self.hash, self.configuration = number, scenario_hash, configuration
        self.gather_us, self.silent_cycles = gather_us, silent_cycles
        self.table = slots.table(scenario, configuration)
        self.cycles, self.has_ended = scenario["cycle"]["cycles"], False
        self.computers = range(len(scenario["computers"]))
        self.own_output = next(s for s in self.table if s.purpose == "output" and s.sender == number)
        self.sequence = 0
        self.problem = None
        self.phase = LISTENING
        self.master, self.term = number, 0
        self.cycle, self.start_us = None, 0
        # Number and start of a cycle by the own clock, and the last that it was in, once it has been in one.
        self.clock, self.lived = None, None
        # Of this cycle: did its beacon come, who else was heard, who wants to join, is it over?
        self.has_beacon, self.heard_from, self.hellos, self.is_over = False, set(), set(), False
        # In a row: beacons that did not come, cycles without anybody, beacons without the own bit.
        self.missed, self.silent, self.absent = 0, 0, 0
        # Of one who joins: in which cycle it said hello, and what it was told.
        self.asked, self.told = None, None
        # By computer: the last cycle whose beacon is to name it, and the last at whose start it was taken in.
        self.joining, self.taken_in = {}, {}
        self.gathers_since = 0
        self.agenda = []

    # Time -----------------------------------------------------------------------------------------------------

    @property
    def next_us(self):
        return self.agenda[0][0] if self.agenda else None

    def start(self, now_us):
        self._listen(now_us)

    def act(self, now_us):
        """What to send now, if anything."""
        at_us, slot = self.agenda.pop(0)
        if slot is None:
            return self._go_on(at_us, now_us)
        if self._is_late(slot, at_us, now_us):
            return b""
        if self.phase == LISTENING:
            self.asked = self.cycle
            return self._burst([self._hello()])
        if slot.purpose == "open":
            return self._burst(self._welcome())
        return self._burst(self.say(slot))

    def _is_late(self, slot, at_us, now_us):
        return now_us - at_us > slot.on_line_us + slot.guard_us

    def _plan(self, mine, end_us):
        """Own slots in order of time, and when there is to be a decision about what comes next."""
        self.agenda = [(self.start_us + s.start_us, s) for s in mine] + [(end_us, None)]

    def _listen(self, now_us):
        self.phase, self.asked, self.told = LISTENING, None, None
        self.missed, self.silent, self.absent = 0, 0, 0
        self.heard_from, self.joining = set(), {}
        self.agenda = [(self._patience_ends(now_us), None)]

    def _patience_ends(self, now_us):
        return now_us + (PATIENCE_PERIODS + self.number) * self.configuration.period_us

    def _go_on(self, at_us, now_us):
        """A cycle is over by the own clock, or patience. Periods that were slept through are not made up for."""
        period_us = self.configuration.period_us
        awaits_beacon = self.phase == IN and self.is_over
        if awaits_beacon:
            at_us -= self.table[0].over_us
        slept = int((now_us - at_us) // period_us)
        start_us = at_us + slept * period_us
        is_late = self._is_late(self.table[0], start_us, now_us)
        if self.phase == IN:
            burst = self._next(start_us, slept, awaits_beacon)
        elif is_late:
            # A beacon with which something begins had better be heard: it waits for the next period.
            self.agenda = [(start_us + period_us, None)]
            return b""
        else:
            burst = self._lead_alone(start_us) if self.phase == LISTENING else self._gather(start_us)
        return b"" if is_late else burst

    def _next(self, start_us, slept, awaits_beacon):
        """After a cycle: who follows waits for the next beacon until its time is up, then goes on without."""
        self._end()
        self.cycle, self.silent, self.missed = self.cycle + slept, self.silent + slept, self.missed + slept
        if self.cycle + 1 >= self.cycles:
            return self._finish_run()
        if self.master == self.number:
            return self._lead(self.cycle + 1, start_us)
        if self.silent >= self.silent_cycles:
            self._listen(start_us)
            return b""
        rank = (self.number - self.master) % len(self.computers)
        if self.missed > rank:
            self.master, self.term = self.number, (self.term + 1) % 256
            return self._lead(self.cycle + 1, start_us)
        if awaits_beacon:
            self._begin(self.cycle + 1, start_us, set())
        else:
            self.agenda = [(start_us + self.table[0].over_us, None)]
        return b""

    def _end(self):
        """Once a cycle."""
        if self.is_over:
            return
        self.is_over = True
        self.finish()
        others = self.heard_from
        if self.master == self.number:
            others = {i for i in others if i in self.computers}
        self.silent = 0 if others else self.silent + 1
        self.missed = 0 if self.has_beacon else self.missed + 1

    def _finish_run(self):
        """The scenario's last cycle is over: all know it, and the time master says so."""
        self.has_ended, self.agenda = True, []
        if self.master != self.number or self.phase == LISTENING:
            return b""
        return self._burst([self.packet(wire.LEAVE, wire.OPEN_SLOT, {"reason": 0})])

    def _begin(self, cycle, start_us, arrived):
        self.phase, self.cycle, self.start_us = IN, cycle, start_us
        self.clock, self.lived = (cycle, start_us), cycle
        self.has_beacon, self.heard_from, self.hellos, self.is_over = False, set(), set(), False
        self.begin()
        for computer in sorted(arrived):
            self.arrive(computer)
        mine = [s for s in self.table if self.speaks_in(s)]
        if self.master == self.number:
            mine.append(self.table[-1])
        self._plan(mine, start_us + self.configuration.period_us)

    def speaks_in(self, slot):
        return slot.sender == self.number

    # Leading --------------------------------------------------------------------------------------------------

    def _lead_alone(self, now_us):
        if self.problem:
            self._listen(now_us)
            return b""
        if self._is_run_over():
            return self._finish_run()
        self.master = self.number
        if self.clock is None:
            self.term = 0
            self.phase, self.gathers_since, self.heard_from = GATHERS, now_us, set()
            return self._gather(now_us)
        cycle, start_us = self.clock
        cycle += round((now_us - start_us) / self.configuration.period_us)
        if cycle >= self.cycles:
            return self._finish_run()
        # That nobody is there is known already.
        self.term, self.silent = (self.term + 1) % 256, self.silent_cycles
        return self._lead(cycle, now_us)

    def _is_run_over(self):
        """By the last beacon that was heard."""
        return self.cycle not in (None, wire.GATHERING) and self.cycle >= self.cycles - 1

    def _gather(self, now_us):
        """A beacon a period, until all are there or the wait is over."""
        is_whole = self._present() == (1 << len(self.computers)) - 1
        if is_whole or now_us - self.gathers_since >= self.gather_us:
            return self._lead(0, now_us)
        beacon = self._beacon(wire.GATHERING, set())
        self.cycle, self.start_us, self.heard_from = wire.GATHERING, now_us, set()
        self._plan([], now_us + self.configuration.period_us)
        return self._burst([beacon])

    def _lead(self, cycle, start_us):
        joined = {i for i, last in self.joining.items() if cycle <= last}
        beacon = self._beacon(cycle, joined)
        self._begin(cycle, start_us, self._new(joined, cycle))
        self.has_beacon = True
        return self._burst([beacon])

    def _welcome(self):
        """Tells those who said hello in this cycle how the set stands after it."""
        self.finish()
        # Who was taken in a moment ago is taken in anew when all may see its bit as a new one.
        asking = {i for i in self.hellos if self.cycle - self.taken_in.get(i, -ANEW_CYCLES) >= ANEW_CYCLES}
        if not asking:
            return []
        self.joining.update((i, self.cycle + JOINED_CYCLES) for i in asking)
        return [self.packet(wire.STATE, wire.OPEN_SLOT, self.state())]

    def _present(self):
        return sum(1 << i for i in self.computers if i in self.heard_from or i == self.number)

    def _new(self, joined, cycle):
        """Whom a beacon takes in, each once."""
        new = {i for i in joined if cycle - self.taken_in.get(i, -JOINED_CYCLES - 1) > JOINED_CYCLES}
        self.taken_in.update((i, cycle) for i in new)
        return new

    # Hearing --------------------------------------------------------------------------------------------------

    def hear(self, packet, now_us):
        if packet.sender == self.number or self.has_ended:
            return b""
        if packet.type == wire.LEAVE:
            self._hear_leave(packet)
        elif packet.type == wire.BEACON:
            if packet.slot == 0 and packet.sender in self.computers:
                self._hear_beacon(packet, now_us - self.table[0].on_line_us)
        elif self.cycle is not None and packet.cycle == self.cycle:
            self._hear_in_cycle(packet, now_us)
        return b""

    def _hear_leave(self, packet):
        """The run is over, says its time master, for those who only listen."""
        is_done = packet.slot == wire.OPEN_SLOT and packet.body["reason"] == 0
        if is_done and self.phase == LISTENING and packet.sender == self.master:
            self._finish_run()

    def _hear_beacon(self, packet, start_us):
        body, gathers = packet.body, packet.cycle == wire.GATHERING
        is_ours = (body["scenario"], body["configuration"]) == (self.hash, self.configuration.number)
        if self.phase == IN:
            if is_ours and not gathers and self._leads(packet):
                self._follow(packet, start_us)
            return
        if not is_ours:
            self.problem = "another scenario or configuration"
        elif self.phase == LISTENING or not gathers or self._leads(packet):
            self.problem = None
            self._join(packet, start_us)

    def _leads(self, packet):
        ahead = (packet.body["term"] - self.term) % 256
        return 1 <= ahead <= 127 or (ahead == 0 and packet.sender <= self.master)

    def _follow(self, packet, start_us):
        ahead = packet.cycle - self.cycle
        if self.has_beacon and ahead == 0 and packet.sender == self.master:
            return
        is_off = ahead not in (0, 1, 2) or self._is_alone()
        if ahead:
            self._end()
            is_heard = packet.body["present"] >> self.number & 1
            self.absent = 0 if is_heard else self.absent + 1
        if is_off or max(self.silent, self.absent) >= self.silent_cycles:
            self._listen(start_us)
            self._join(packet, start_us)
        elif ahead:
            self._enter(packet, start_us)
        else:
            self._set_right(packet, start_us)

    def _is_alone(self):
        """It leads, and has heard no other computer for so long that those that there are have a run of their own."""
        return self.master == self.number and self.silent >= self.silent_cycles

    def _set_right(self, packet, start_us):
        """By the beacon of a cycle that has begun: what was said and heard in that stays, what is to be said moves."""
        self.master, self.term = packet.sender, packet.body["term"]
        self.has_beacon = True
        self.heard_from.add(packet.sender)
        shift_us = start_us - self.start_us
        self.start_us, self.clock = start_us, (self.cycle, start_us)
        # The open slot is the time master's.
        self.agenda = [(at_us + shift_us, slot) for at_us, slot in self.agenda if slot is not self.table[-1]]

    def _join(self, packet, start_us):
        """A beacon that is heard by one who is not in: the last step of joining, or the first."""
        body, cycle, asked, told = packet.body, packet.cycle, self.asked, self.told
        if asked == wire.GATHERING and cycle == 0 and body["present"] >> self.number & 1:
            self._enter(packet, start_us)
        elif told and asked == cycle - 1 and body["joined"] >> self.number & 1:
            self.adopt(told)
            # With a state it begins anew, whatever it has noted of itself before.
            self.taken_in.pop(self.number, None)
            self._enter(packet, start_us)
        else:
            self._note(packet)
            self.phase, self.asked, self.told = LISTENING, None, None
            self.cycle, self.start_us = cycle, start_us
            is_behind = self.lived is not None and (cycle == wire.GATHERING or cycle < self.lived)
            if self.clock and not is_behind:
                self.clock = cycle, start_us
            # Nobody lives a cycle twice: a run that is behind it has to pass what it was in.
            self._plan([] if is_behind else [self.own_output], self._patience_ends(start_us))

    def _enter(self, packet, start_us):
        self._begin(packet.cycle, start_us, self._note(packet))
        self.has_beacon, self.heard_from = True, {packet.sender}

    def _note(self, packet):
        self.master, self.term = packet.sender, packet.body["term"]
        return self._new({i for i in self.computers if packet.body["joined"] >> i & 1}, packet.cycle)

    def _hear_in_cycle(self, packet, now_us):
        if packet.slot == wire.OPEN_SLOT:
            if packet.type == wire.STATE and packet.sender == self.master and self.asked == self.cycle:
                self.told = packet.body
            return
        if packet.slot >= len(self.table) - 1 or self.phase == LISTENING:
            return
        slot = self.table[packet.slot]
        # Who commands a bus is up to the crew.
        is_due = packet.sender == slot.sender or (slot.purpose == "command" and packet.sender in self.computers)
        if not is_due or packet.type not in TYPES.get(slot.purpose, ()) or not self.is_whole(packet):
            return
        if now_us - self.start_us > slot.over_us:
            return
        if packet.type == wire.HELLO:
            numbers = packet.body["scenario"], packet.body["configuration"]
            if packet.body["role"] == 0 and numbers == (self.hash, self.configuration.number):
                self.heard_from.add(packet.sender)
                self.hellos.add(packet.sender)
        elif self.phase == IN:
            if self._is_alone() and packet.sender in self.computers:
                self._listen(self.start_us)
                return
            self.heard_from.add(packet.sender)
            self.take(slot, packet)

    # Speaking -------------------------------------------------------------------------------------------------

    def packet(self, kind, slot, body, cycle=None):
        self.sequence += 1
        cycle = self.cycle if cycle is None else cycle
        return wire.Packet(kind, self.number, self.sequence - 1, slot, cycle, body)

    def _burst(self, packets):
        return wire.burst(*map(wire.encode, packets)) if packets else b""

    def _beacon(self, cycle, joined):
        c = self.configuration
        body = {"scenario": self.hash, "configuration": c.number, "period_us": c.period_us}
        body |= {"present": self._present(), "joined": sum(1 << i for i in joined)}
        body |= {"term": self.term, "mode": slots.MODES[c.exchange]}
        return self.packet(wire.BEACON, 0, body, cycle)

    def _hello(self):
        body = {"role": 0, "scenario": self.hash, "configuration": self.configuration.number}
        return self.packet(wire.HELLO, self.own_output.number, body)
