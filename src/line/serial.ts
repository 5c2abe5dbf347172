/**
 * Serial ports: real ones, pseudo-terminals, and the binding's mock. The one file that names serialport, and it is
 * loaded only when a port is to be opened or listed.
 */
import { SerialPort, SerialPortMock } from 'serialport';
import { GuardedLine, type Deadlines } from './guarded-line.js';
import type { Line } from './line.js';
import { MultiDrop, type Tap } from './multi-drop.js';
import type { Port } from './port.js';

export interface SerialOptions {
  readonly baud: number;
  readonly deadlines?: Deadlines;
}

/** A port by its path, 8N1. */
export function serialLine(path: string, { baud, deadlines }: SerialOptions): Line {
  return new GuardedLine(path, 'serial', () => serialPort(path, baud), deadlines);
}

export function serialPort(path: string, baud: number): Port {
  return streamPort(new SerialPort({ path, baudRate: baud, autoOpen: false }));
}

/** What the binding knows of the ports; rejects where udevadm is missing. */
export async function listSerialPorts(): Promise<Awaited<ReturnType<typeof SerialPort.list>>> {
  return SerialPort.list();
}

type Stream = SerialPort | SerialPortMock;

function streamPort(stream: Stream, onOpen?: () => void): Port {
  return {
    open(events) {
      // For good: an error without a listener would end the program, however late it comes.
      stream.on('error', (error: Error) => events.trouble(error.message));
      stream.on('data', (bytes: Buffer) => events.bytes(new Uint8Array(bytes)));
      stream.on('close', (error: Error | null | undefined) => {
        events.ended(error?.message ?? 'the port closed');
      });
      stream.open((error) => {
        if (error === null) {
          onOpen?.();
          events.opened();
        } else {
          events.failed(error);
        }
      });
    },
    write(bytes, done) {
      stream.write(Buffer.from(bytes), done);
    },
    close(done) {
      stream.removeAllListeners('data');
      stream.removeAllListeners('close');
      if (stream.isOpen) stream.close(() => done());
      else done();
    },
  };
}

/**
 * Mock ports on one wire. The mock binding has no cable: what a port writes is carried to the others here, and given to
 * their bindings as if it had been read.
 */
export class MockBus {
  readonly wire = new MultiDrop();
  readonly #prefix: string;

  /** @param name tells this bus's ports from another's: mock ports are one list per process */
  constructor(name: string) {
    this.#prefix = `/dev/mock/${name}/`;
  }

  /** @param options.echo hears itself */
  line(name: string, options: { readonly echo?: boolean; readonly deadlines?: Deadlines } = {}): Line {
    const path = this.#prefix + name;
    SerialPortMock.binding.createPort(path);
    return new GuardedLine(
      name,
      'mock',
      () => this.#port(path, name, options.echo ?? false),
      options.deadlines,
    );
  }

  #port(path: string, name: string, echo: boolean): Port {
    const stream = new SerialPortMock({ path, baudRate: 115_200, autoOpen: false });
    let tap: Tap | undefined;
    const port = streamPort(stream, () => {
      const binding = stream.port;
      if (binding === undefined) return;
      tap = this.wire.connect(
        name,
        (bytes) => {
          if (binding.isOpen) binding.emitData(Buffer.from(bytes));
        },
        echo,
      );
      const write = binding.write.bind(binding);
      binding.write = async (bytes) => {
        await write(bytes);
        tap?.say(bytes);
      };
    });
    return {
      ...port,
      close(done) {
        tap?.disconnect();
        port.close(done);
      },
    };
  }
}
