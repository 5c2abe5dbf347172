/** Which of the two conditions of Lamport, Shostak, Pease 1982 §1 are broken. */
export interface Broken {
  /** IC1: two loyal members decide differently. */
  ic1: boolean;
  /** IC2: the commander is loyal, and a loyal member does not decide his value. */
  ic2: boolean;
}

const isTraitor = (traitors: number, member: number): boolean => ((traitors >>> member) & 1) === 1;

/** One agreement: entry p of `decisions` is that of member (commander + p) mod n. */
export function brokenBy(decisions: Int32Array, commander: number, value: number, traitors: number): Broken {
  const broken = { ic1: false, ic2: false };
  const n = decisions.length;
  let first: number | undefined;
  for (let p = 1; p < n; p++) {
    if (isTraitor(traitors, (commander + p) % n)) continue;
    const decision = decisions[p];
    first ??= decision;
    if (decision !== first) broken.ic1 = true;
    if (!isTraitor(traitors, commander) && decision !== value) broken.ic2 = true;
  }
  return broken;
}

/** All agreements of a vector exchange, vectors[member · n + commander]: the loyal rows are alike, and true. */
export function brokenByVectors(vectors: Int32Array, values: Int32Array, traitors: number): Broken {
  const broken = { ic1: false, ic2: false };
  const n = values.length;
  if (vectors.length !== n * n) throw new Error('not a vector for each member');
  let first = -1;
  for (let member = 0; member < n; member++) {
    if (isTraitor(traitors, member)) continue;
    if (first < 0) first = member;
    for (let c = 0; c < n; c++) {
      const decision = vectors[member * n + c];
      if (decision !== vectors[first * n + c]) broken.ic1 = true;
      if (!isTraitor(traitors, c) && decision !== values[c]) broken.ic2 = true;
    }
  }
  return broken;
}
