/** The document of `replay --format json`, field by field: other people's tools rely on it. None may be missing. */
import { z } from 'zod';
import type { ReplayResult } from '../../src/record/result.js';

const name = z.string().min(1);
const cycle = z.int().min(0);
const time = z.number();
const groups = z.array(z.array(name).min(1)).min(1);
const check = z.strictObject({ held: z.boolean(), violations: z.int().min(0), firstCycle: cycle.nullable() });
const mark = z.enum(['D', 'S', 'M', 'R']);
const heard = z.enum([
  'ok',
  'no-response',
  'sync',
  'manchester',
  'bit-count',
  'parity',
  'word-count',
  'address',
  'validity',
  'late',
  'not-read',
  'silent',
  'error',
  'other',
]);

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const run = z.strictObject({
  exchange: z.enum(['none', 'status', 'om1']),
  n: z.int(),
  m: z.int(),
  bound: z.strictObject({ needs: z.string(), has: z.int(), met: z.boolean() }),
  verdict: z.enum(['split', 'agreed']),
  asExpected: z.boolean().nullable(),
  unmet: z.array(z.string()),
  cycles: z.int().min(1),
  patterns: z
    .array(
      z.strictObject({
        cycle,
        timeUs: time,
        pattern: z.string().regex(/^\d+(-\d+)*$/),
        groups,
        stateGroups: groups,
        cam: z.array(z.array(z.union([z.literal(0), z.literal(1)]))),
      }),
    )
    .min(1),
  membership: z
    .array(z.strictObject({ cycle, timeUs: time, members: z.array(name), bears: z.int().min(0), text: name }))
    .min(1),
  hearing: z.array(
    z.strictObject({
      cycle,
      timeUs: time,
      element: name,
      readings: z.record(name, heard),
      outcome: z.enum(['value', 'error', 'default', 'own', 'bypassed']),
    }),
  ),
  failVotes: z.array(z.strictObject({ cycle, timeUs: time, voter: name, target: name })),
  accused: z.array(z.strictObject({ id: name, cycle })),
  noDataCycles: z.int().min(0),
  cycleSlips: z.int().min(0),
  skippedFrames: z.int().min(0),
  wireViolations: z.record(z.string(), z.int().min(1)),
  wire: z.strictObject({ inputUs: time, exchangeUs: time, frameUs: time, share: z.number().min(0) }),
  checks: z.strictObject({ agreement: check, validity: check, healthyVotedOut: check }),
  faults: z.array(
    z.strictObject({
      id: name,
      target: name,
      status: z.enum(['noticed', 'unnoticed', 'not-applicable']),
      firstCycle: cycle.nullable(),
      appliedUs: time.nullable(),
      detectedUs: time.nullable(),
      isolatedUs: time.nullable(),
    }),
  ),
  notes: z.array(z.strictObject({ timeUs: time, text: name, mark })),
  traceSha256: sha256,
});

const RESULT = z.strictObject({
  format: z.literal(1),
  tool: z.strictObject({ name: z.literal('quadruplex'), version: z.string().regex(/^\d+\.\d+\.\d+/) }),
  scenario: z.strictObject({
    name,
    title: name,
    sha256,
    recording: z.strictObject({ file: name, sha256 }).optional(),
    live: z.strictObject({ exchange: name.nullable() }).optional(),
  }),
  seed: z.int().min(0),
  computers: z.array(name).min(2),
  claims: z.array(z.strictObject({ text: name, mark, source: name })),
  runs: z.array(run).min(1),
  interrupted: z.literal(true).optional(),
});

/** The document on stdout, and nothing but it. */
export function documentOf({ stdout }: { readonly stdout: string }): ReplayResult {
  const document: unknown = JSON.parse(stdout);
  RESULT.parse(document);
  return document as ReplayResult;
}
