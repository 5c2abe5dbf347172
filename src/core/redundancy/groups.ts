/**
 * Partitions of the computers: the groups that accept each other, and those that hold equal state.
 * A partition is a label per computer; labels count up from 0 in the scenario's order, so equal partitions are equal
 * arrays.
 */
import { at, byteAt } from '../at.js';

/** The label of who is in no group. */
const OUTSIDE = 0xff;

/**
 * Puts each computer into the first group with all of whose members it goes together.
 * @param takesPart 0 = in no group at all; absent: all are in one
 * @returns whether `labels` changed
 */
export function partition(
  labels: Uint8Array,
  together: (i: number, j: number) => boolean,
  takesPart?: Uint8Array,
): boolean {
  let groups = 0;
  let changed = false;
  for (let i = 0; i < labels.length; i++) {
    let label = 0;
    if (takesPart !== undefined && byteAt(takesPart, i) === 0) {
      if (labels[i] !== OUTSIDE) changed = true;
      labels[i] = OUTSIDE;
      continue;
    }
    while (label < groups && !fits(labels, i, label, together)) label++;
    if (label === groups) groups++;
    if (labels[i] !== label) changed = true;
    labels[i] = label;
  }
  return changed;
}

function fits(
  labels: Uint8Array,
  i: number,
  label: number,
  together: (i: number, j: number) => boolean,
): boolean {
  for (let j = 0; j < i; j++) if (at(labels, j) === label && !together(i, j)) return false;
  return true;
}

/** The groups as lists, largest first; equal sizes, and members, in the scenario's order. */
export function groupsOf(labels: Uint8Array): number[][] {
  const groups: number[][] = [];
  labels.forEach((label, computer) => {
    if (label !== OUTSIDE) (groups[label] ??= []).push(computer);
  });
  return groups.sort((a, b) => b.length - a.length);
}

/** "3-1": the sizes, largest first; "0" where nobody is in any. */
export function patternOf(groups: readonly (readonly number[])[]): string {
  return groups.length === 0 ? '0' : groups.map((group) => group.length).join('-');
}
