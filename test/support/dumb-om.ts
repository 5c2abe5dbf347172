/**
 * OM(m) once more, as slowly and as close to the words of Lamport, Shostak, Pease 1982 §3 as it can be written: the
 * recursion itself, over maps, with members and paths instead of tables. What the fast one is held against.
 */
export type Value = number;
export const RETREAT: Value = 0;

/** What `receiver` hears from the last member of `path`, who ought to say `truth`. */
export type Tell = (path: readonly number[], receiver: number, truth: Value) => Value;

/** What each lieutenant uses. The commander of this OM(m) is the last member of `path`. */
export function dumbOm(
  m: number,
  path: readonly number[],
  value: Value,
  lieutenants: readonly number[],
  tell: Tell,
): Map<number, Value> {
  const received = new Map(lieutenants.map((i) => [i, tell(path, i, value)]));
  if (m === 0) return received;

  const votes = new Map(lieutenants.map((i) => [i, [get(received, i)]]));
  for (const j of lieutenants) {
    const others = lieutenants.filter((i) => i !== j);
    const used = dumbOm(m - 1, [...path, j], get(received, j), others, tell);
    for (const i of others) get(votes, i).push(get(used, i));
  }
  return new Map(lieutenants.map((i) => [i, dumbMajority(get(votes, i))]));
}

/** The value that more than half of the votes name, else RETREAT. */
export function dumbMajority(votes: readonly Value[]): Value {
  return votes.find((value) => votes.filter((vote) => vote === value).length > votes.length / 2) ?? RETREAT;
}

function get<T>(map: Map<number, T>, member: number): T {
  const item = map.get(member);
  if (item === undefined) throw new Error(`nothing for member ${member}`);
  return item;
}
