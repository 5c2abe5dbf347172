/** Slots that are no reads: do the terminals exist on this bus, does the word format have such messages. */

import type { BusConfig, ScenarioConfig, TerminalConfig, TransferConfig } from '../core/config.js';
import { portOn } from '../core/ports.js';
import { hasDataWord, MODE_CODES, modeNamed } from '../core/bus/mode-code.js';
import { ids } from './lookup.js';
import { quote, suggestion } from './nearest.js';
import type { Complaint, Path } from './problems.js';
import { sensorWords } from './schema.js';

export function checkTransfer(
  scenario: ScenarioConfig,
  bus: BusConfig,
  slot: TransferConfig,
  path: Path,
): Complaint[] {
  if (bus.wordFormat === 'shuttle') {
    const message = `a bus in shuttle has no transfer ${quote(slot.transfer)}, only reads`;
    const remedy = 'leave it out, or set wordFormat to "mil-std-1553b"';
    return [{ path: [...path, 'transfer'], message, remedy }];
  }
  const { terminals } = scenario;
  const named = (['terminal', 'receiver'] as const).flatMap((key) => {
    const name = nameIn(slot, key);
    return name === undefined ? [] : checkTerminal(name, bus, terminals, [...path, key]);
  });
  return [...named, ...checkPair(slot, path), ...checkHeld(slot, terminals, path), ...checkMode(slot, path)];
}

function nameIn(slot: TransferConfig, key: 'terminal' | 'receiver'): string | undefined {
  if (key === 'receiver') return 'receiver' in slot ? slot.receiver : undefined;
  return 'terminal' in slot ? slot.terminal : undefined;
}

/** Is a terminal on this bus? */
export function checkTerminal(
  terminal: string,
  bus: BusConfig,
  terminals: readonly TerminalConfig[],
  path: Path,
): Complaint[] {
  const found = terminals.find(({ id }) => id === terminal);
  if (found !== undefined && portOn(found, bus.id) !== undefined) return [];
  if (found !== undefined) {
    const message = `terminal ${quote(terminal)} is on bus ${quote(found.bus)}, not on ${quote(bus.id)}`;
    return [{ path, message, remedy: 'poll it in the schedule of its own bus, or move it to this one' }];
  }
  const message = `there is no terminal ${quote(terminal)}`;
  const here = ids(terminals.filter((its) => portOn(its, bus.id) !== undefined));
  if (here.length === 0)
    return [{ path, message, remedy: `no terminal is on bus ${quote(bus.id)}; give it one` }];
  return [{ path, message, remedy: suggestion(terminal, here, 'terminals of this bus') }];
}

function checkPair(slot: TransferConfig, path: Path): Complaint[] {
  if (slot.transfer !== 'rt-rt' || slot.terminal !== slot.receiver) return [];
  const message = `${quote(slot.receiver)} would transmit to itself`;
  return [{ path: [...path, 'receiver'], message, remedy: 'name another terminal of this bus' }];
}

/** Has the terminal that transmits to another as many data words? What wraps around is as long as it came. */
function checkHeld(slot: TransferConfig, terminals: readonly TerminalConfig[], path: Path): Complaint[] {
  if (slot.transfer !== 'rt-rt' && slot.transfer !== 'rt-rts') return [];
  const terminal = terminals.find(({ id }) => id === slot.terminal);
  if (terminal === undefined || slot.subaddress === terminal.wrapAroundSubaddress) return [];
  const held = sensorWords(terminal);
  if (slot.words <= held) return [];
  const message = `${slot.words} words are asked for, the sensors of ${quote(terminal.id)} come to ${held}`;
  return [
    {
      path: [...path, 'words'],
      message,
      remedy: `ask for at most ${held}, or give the terminal more sensors`,
    },
  ];
}

/** A mode code that each would have to answer cannot be told to all (MIL-STD-1553B 4.3.3.5.1.7, table I). */
function checkMode(slot: TransferConfig, path: Path): Complaint[] {
  if (slot.transfer !== 'mode' && slot.transfer !== 'mode-rts') return [];
  const { broadcast, code, transmit } = modeNamed(slot.mode);
  if (slot.transfer === 'mode-rts' && !broadcast) {
    const possible = MODE_CODES.filter((mode) => mode.broadcast).map(({ name }) => name);
    const message = `${quote(slot.mode)} cannot be sent to all: each would have to answer`;
    return [{ path: [...path, 'mode'], message, remedy: `possible: ${possible.join(', ')}` }];
  }
  if (slot.value === 0 || (hasDataWord(code) && !transmit)) return [];
  const message = `${quote(slot.mode)} has no data word to receive`;
  return [{ path: [...path, 'value'], message, remedy: 'leave value out' }];
}
