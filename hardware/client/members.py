"""Who is in the redundant set: votes, and what the crew does about it. See section 5 of hardware/protocol.md."""


def bits_of(numbers):
    return sum(1 << n for n in numbers)


def numbers_of(bits, count):
    return {n for n in range(count) if bits >> n & 1}


class Members:
    def __init__(self, scenario):
        self.all = range(len(scenario["computers"]))
        self.backups = {i for i, c in enumerate(scenario["computers"]) if c.get("role") == "backup"}
        self.votes_to_concede = scenario.get("rules", {}).get("votesToConcede", 2)
        self.without_power = set()
        self.form(set(self.all) - self.backups)

    def form(self, members):
        """By voter: whom it has voted against since the set was formed, and which of these votes still count."""
        self.cast = [set() for _ in self.all]
        self.lamps = [set() for _ in self.all]
        self.left = set(self.all) - members
        self.takes_part = set(members)

    def __iter__(self):
        return (i for i in self.all if i not in self.left)

    def __len__(self):
        return len(self.all) - len(self.left)

    def __contains__(self, computer):
        return computer not in self.left

    def withdraw(self, computer):
        self.left.add(computer)
        self.takes_part.discard(computer)
        self.lamps[computer].clear()

    def take_in(self, computer):
        for votes in (self.cast, self.lamps):
            votes[computer].clear()
            for row in votes:
                row.discard(computer)
        self.left.discard(computer)
        self.takes_part.add(computer)

    def apply(self, votes):
        """All that were cast in a cycle, at its end, as (voter, target)."""
        counted = [(v, t) for v, t in votes if v in self and t in self.all and t not in self.cast[v]]
        for voter, target in counted:
            self.cast[voter].add(target)
            self.lamps[voter].add(target)
        if not counted:
            return
        against = [sum(i in self.lamps[voter] for voter in self.all if voter != i) for i in self.all]
        for i in self.takes_part:
            if against[i] >= self.votes_to_concede:
                self.lamps[i] = {i}
            if against[i] >= self.votes_to_concede or i in self.cast[i]:
                self.left.add(i)
        for i in list(self):
            if not any(j != i and self._accept(i, j) for j in self):
                self.cast[i].add(i)
                self.lamps[i].add(i)
                self.left.add(i)

    def _accept(self, i, j):
        return not {i, j} & (self.cast[i] | self.cast[j])

    def state(self):
        rows = [(bits_of(cast), bits_of(lamps)) for cast, lamps in zip(self.cast, self.lamps)]
        return {"left": bits_of(self.left), "takes_part": bits_of(self.takes_part), "rows": rows}

    def adopt(self, state):
        count = len(self.all)
        self.left, self.takes_part = numbers_of(state["left"], count), numbers_of(state["takes_part"], count)
        rows = [*state["rows"], *[(0, 0)] * count][:count]
        self.cast = [numbers_of(cast, count) for cast, _ in rows]
        self.lamps = [numbers_of(lamps, count) for _, lamps in rows]
