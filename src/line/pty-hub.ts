/**
 * A hub between pseudo-terminals: each participant opens its own end as a serial port, the hub holds the other ends and
 * carries what one says to all others. The place to injure single ears of a line that real programs share.
 */
import type { Subscription } from 'rxjs';
import { MultiDrop } from './multi-drop.js';
import type { Line } from './line.js';
import { LineSetUpError, startPtyPair, type PseudoTerminals } from './socat.js';

export interface PtyHub {
  readonly wire: MultiDrop;
  /** Of a participant: the port that it is to open. A new one after it was plugged in again. */
  pathOf(name: string): string;
  /** The port vanishes. */
  unplug(name: string): Promise<void>;
  /** A port for the same participant, under another name. @returns its path */
  plug(name: string): Promise<string>;
  stop(): Promise<void>;
}

interface Plug {
  readonly pair: PseudoTerminals;
  readonly line: Line;
  readonly path: string;
  readonly listening: Subscription;
}

/**
 * @param names of the participants, as faults name them
 * @param options.echo do they hear themselves?
 * @throws LineSetUpError
 */
export async function startPtyHub(
  names: readonly string[],
  options: { readonly echo?: boolean } = {},
): Promise<PtyHub> {
  const { serialLine } = await import('./serial.js');
  const wire = new MultiDrop();
  const plugs = new Map<string, Plug>();

  const plug = async (name: string): Promise<string> => {
    await unplug(name);
    const pair = await startPtyPair();
    const [path = '', inner = ''] = pair.paths;
    const line = serialLine(inner, { baud: 115_200 });
    const opened = await line.open();
    if (!opened.ok) {
      await pair.stop();
      throw new LineSetUpError(`the hub cannot open ${inner}: ${opened.detail}`);
    }
    const tap = wire.connect(name, (bytes) => void line.write(bytes), options.echo);
    const listening = line.events.subscribe((event) => {
      if (event.kind === 'bytes') tap.say(event.bytes);
    });
    listening.add(() => tap.disconnect());
    plugs.set(name, { pair, line, path, listening });
    return path;
  };
  const unplug = async (name: string): Promise<void> => {
    const old = plugs.get(name);
    if (old === undefined) return;
    plugs.delete(name);
    old.listening.unsubscribe();
    await old.pair.stop();
    await old.line.close();
  };
  const stop = async (): Promise<void> => {
    for (const name of [...plugs.keys()]) await unplug(name);
    wire.stop();
  };

  try {
    for (const name of names) await plug(name);
  } catch (error) {
    await stop();
    throw error;
  }
  return { wire, plug, unplug, stop, pathOf: (name) => plugs.get(name)?.path ?? '' };
}
