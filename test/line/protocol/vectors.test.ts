import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { planCycle } from '../../../src/line/protocol/cycle-plan.js';
import { FrameDecoder, type FrameEvent } from '../../../src/line/protocol/frame-decoder.js';
import { encodeBurst } from '../../../src/line/protocol/framing.js';
import { decodePacket, encodePacket } from '../../../src/line/protocol/packet-codec.js';
import { layOut } from '../../../src/line/protocol/slots.js';
import { loadScenario } from '../../../src/scenario/load.js';
import { GARBAGE, PACKETS } from './vectors.js';

// The page is the protocol: what it shows in hex is what the code sends. UPDATE_GOLDEN=1 writes the blocks anew.
const file = fileURLToPath(new URL('../../../hardware/protocol.md', import.meta.url));

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
const unhex = (text: string) => Uint8Array.from(text.trim().split(/\s+/), (byte) => parseInt(byte, 16));

function told(event: FrameEvent): string {
  return event.kind === 'packet' ? `packet ${hex(event.packet)}` : `discarded ${event.reason} ${event.bytes}`;
}

const blocks: Readonly<Record<string, () => string>> = {
  packets: () =>
    PACKETS.map(([says, packet]) => {
      const bytes = encodePacket(packet);
      return `${says}\n  packet ${hex(bytes)}\n  line   ${hex(encodeBurst([bytes]))}\n`;
    }).join('\n'),
  garbage: () =>
    GARBAGE.map(([says, line, events]) => {
      const shown = line.trim().replace(/( ff){128}/, ' ff … ff (128 times)');
      return `${says}\n  line   ${shown}\n  events ${events === '' ? 'none' : events}\n`;
    }).join('\n'),
  slots: slotExample,
};

function slotExample(): string {
  const { scenario } = loadScenario('sts-124-line');
  const plan = planCycle(scenario, 'om1', 'one-host-per-computer');
  const timing = { baud: 460_800, guardUs: 250, latencyUs: 1000, turnAroundUs: 500 };
  const table = layOut(plan, 'one-host-per-computer', timing, 40_000);
  const rows = table.slots.map(({ slot, purpose, sender, round, bytes, startUs, onLineUs, heardUs }) =>
    [slot, purpose, sender, round ?? '', bytes, startUs, onLineUs, heardUs].map((cell, i) =>
      i === 1 ? String(cell).padEnd(8) : String(cell).padStart(6),
    ),
  );
  const head = '  slot purpose  sender  round  bytes  start on-line  heard by (us)';
  const { bytes, onLineUs, guardsUs, waitsUs, neededUs, spareUs } = table;
  const sum = `${bytes} bytes: ${onLineUs} on the line + ${guardsUs} guards + ${waitsUs} waits = ${neededUs} needed, ${spareUs} spare`;
  return `${[head, ...rows.map((row) => row.join(' ')), sum].join('\n')}\n`;
}

/** Before, what stands in the block, after. */
function cut(page: string, name: string): [before: string, block: string, after: string] {
  const match = new RegExp(
    `^([^]*<!-- ${name} -->\\n+\`\`\`\\n)([^]*?)(\`\`\`\\n+<!-- /${name} -->[^]*)$`,
  ).exec(page);
  const [, before, block, after] = match ?? [];
  if (before === undefined || block === undefined || after === undefined)
    throw new Error(`the page has no block "${name}"`);
  return [before, block, after];
}

describe('hardware/protocol.md', () => {
  it.each(Object.keys(blocks))('shows the %s that the code makes', (name) => {
    const page = readFileSync(file, 'utf8');
    const made = blocks[name]?.() ?? '';
    const [before, shown, after] = cut(page, name);
    if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, `${before}${made}${after}`);
    else expect(shown).toBe(made);
  });

  it('shows packets that come back from their bytes as they were', () => {
    const shown = [...cut(readFileSync(file, 'utf8'), 'packets')[1].matchAll(/line {3}(.*)$/gm)];
    const decoder = new FrameDecoder();
    const read = shown.flatMap(([, line = '']) =>
      decoder.push(unhex(line)).map((event) => event.kind === 'packet' && decodePacket(event.packet)),
    );
    expect(read).toEqual(PACKETS.map(([, packet]) => packet));
  });

  it.each(GARBAGE)('says what comes of %s', (_says, line, events) => {
    expect(new FrameDecoder().push(unhex(line)).map(told).join('; ')).toBe(events);
  });
});
