/** Crew events that find the vehicle otherwise than they need it, and names that are not there. */

import { describe, expect, it } from 'vitest';
import { parseScenario } from '../../src/scenario/parse.js';
import { changed, fileText, smallScenario, type Json } from '../support/scenarios.js';

type Event = Record<string, Json>;

const event = (id: string, cycle: number, keys: Event): Json => ({
  id,
  timeUs: cycle * 40_000,
  mark: 'R',
  ...keys,
});

function parse(events: Json, computers?: Json): () => unknown {
  const scenario = changed(smallScenario(), ['events'], events);
  const crewed = computers === undefined ? scenario : changed(scenario, ['computers'], computers);
  return () => parseScenario(fileText(crewed), 'f.json');
}

const five: Json = [{ id: 'A' }, { id: 'B' }, { id: 'C' }, { id: 'D' }, { id: 'X', role: 'backup' }];

describe('a crew event names', () => {
  it.each<readonly [Event, string]>([
    [{ action: 'power-off', computer: 'AA' }, 'events[0].computer: there is no computer "AA"'],
    [
      { action: 'power-on', computer: 'E' },
      'events[0].computer: there is no computer "E" — possible: A, B, C, D',
    ],
    [{ action: 'readmit', computer: 'IMU' }, 'events[0].computer: there is no computer "IMU"'],
    [
      { action: 're-string', buses: { mains: 'A' } },
      'events[0].buses.mains: there is no bus "mains" — did you mean "main"?',
    ],
    [{ action: 're-string', buses: { main: 'Q' } }, 'events[0].buses.main: there is no computer "Q"'],
    [{ action: 're-string', buses: {} }, 'events[0].buses: must name a bus'],
    [{ action: 're-form-set', members: ['A', 'Z'] }, 'events[0].members[1]: there is no computer "Z"'],
    [{ action: 're-form-set', members: [] }, 'events[0].members: must have at least 1 entry'],
    [{ action: 're-form-set', members: ['A', 'B', 'A'] }, 'events[0].members[2]: "A" stands twice'],
    [
      { action: 'engage-backup' },
      'events[0].action: there is no backup to engage — give one of the computers "role": "backup"',
    ],
    [{ action: 'engage-backp', computer: 'A' }, 'did you mean "engage-backup"?'],
  ])('%j', (keys, told) => {
    expect(parse([event('e', 1, keys)])).toThrow(told);
  });
});

describe('a crew event is refused', () => {
  it.each<readonly [what: string, events: readonly (readonly [number, Event])[], told: string]>([
    [
      'powers off twice',
      [
        [1, { action: 'power-off', computer: 'B' }],
        [2, { action: 'power-off', computer: 'B' }],
      ],
      'events[1].computer: "B" has no power anyway',
    ],
    [
      'powers on what is on',
      [[1, { action: 'power-on', computer: 'B' }]],
      'events[0].computer: "B" has power anyway',
    ],
    [
      'gives a bus to one without power',
      [
        [3, { action: 'assign-bus', bus: 'main', computer: 'B' }],
        [2, { action: 'power-off', computer: 'B' }],
      ],
      'events[0].computer: "B" has no power then — power it on before',
    ],
    [
      'gives strings to one without power',
      [
        [2, { action: 'power-off', computer: 'B' }],
        [2, { action: 're-string', buses: { main: 'B' } }],
      ],
      'events[1].buses.main: "B" has no power then',
    ],
    [
      'readmits one without power',
      [
        [2, { action: 'power-off', computer: 'B' }],
        [3, { action: 'readmit', computer: 'B' }],
      ],
      'events[1].computer: "B" has no power then',
    ],
    [
      'forms a set of one without power',
      [
        [2, { action: 'power-off', computer: 'B' }],
        [3, { action: 're-form-set', members: ['A', 'B'] }],
      ],
      'events[1].members[1]: "B" has no power then',
    ],
    [
      'gives the backup a bus before it is engaged',
      [[2, { action: 'assign-bus', bus: 'main', computer: 'X' }]],
      '"X" is the backup, which commands nothing — name a primary, or engage the backup before',
    ],
    [
      'readmits the backup',
      [[2, { action: 'readmit', computer: 'X' }]],
      '"X" is the backup, and never in the redundant set',
    ],
    [
      'engages a backup without power',
      [
        [1, { action: 'power-off', computer: 'X' }],
        [2, { action: 'engage-backup' }],
      ],
      'events[1].action: "X" has no power then',
    ],
  ])('that %s', (_what, events, told) => {
    const named = events.map(([cycle, keys], i) => event(`e${i}`, cycle, keys));
    expect(parse(named, five)).toThrow(told);
  });

  it('not for what an earlier one has put right', () => {
    const fine: readonly (readonly [number, Event])[] = [
      [4, { action: 're-form-set', members: ['A', 'B'] }],
      [1, { action: 'power-off', computer: 'B' }],
      [2, { action: 'power-on', computer: 'B' }],
      [3, { action: 'readmit', computer: 'B' }],
      [5, { action: 'engage-backup' }],
      [6, { action: 'assign-bus', bus: 'main', computer: 'X' }],
    ];
    expect(
      parse(
        fine.map(([cycle, keys], i) => event(`e${i}`, cycle, keys)),
        five,
      ),
    ).not.toThrow();
  });
});

describe('a vehicle', () => {
  it('has one backup at most, which commands no bus at first, and two computers besides', () => {
    const backup = (id: string): Json => ({ id, role: 'backup' });
    expect(parse([], [{ id: 'A' }, { id: 'B' }, backup('X'), backup('Y')])).toThrow(
      'computers[3].role: there is a backup already — leave the role of all but one out',
    );
    expect(parse([], [{ id: 'A' }, backup('X')])).toThrow('the redundant set has only one computer');
    expect(parse([], [backup('A'), { id: 'B' }, { id: 'C' }])).toThrow(
      'buses[0].commander: "A" is the backup, which commands nothing',
    );
  });

  it('comes to fewer computers in a pattern only if the crew takes some out', () => {
    const expecting = (events: Json, computers: Json): (() => unknown) => {
      const scenario = changed(changed(smallScenario(), ['events'], events), ['computers'], computers);
      const pattern = changed(scenario, ['expect'], { om1: { patterns: ['4', '3'] } });
      return () => parseScenario(fileText(pattern), 'f.json');
    };
    expect(expecting([], five)).toThrow('the groups of "3" come to 3 computers — there are 4');
    expect(expecting([event('e', 1, { action: 'power-off', computer: 'B' })], five)).not.toThrow();
  });

  it('shows no note after its last cycle began', () => {
    const late = changed(smallScenario(), ['notes'], [{ timeUs: 49 * 40_000 + 1, text: 'late', mark: 'R' }]);
    expect(() => parseScenario(fileText(late), 'f.json')).toThrow(
      'notes[0].timeUs: never happens: it is at 1960001 us, the run ends at 2000000 us — set it earlier',
    );
  });
});
