/** Hangs a fault's behaviour onto its target: the one place that knows which class stands for which behaviour. */
import type { Line } from '../bus/line.js';
import type { Receiver } from '../bus/receiver.js';
import type { Transmitter } from '../bus/transmitter.js';
import type { FaultConfig, PortName } from '../config.js';
import type { Delay } from '../exchange/links.js';
import type { Mouth } from '../exchange/utterance.js';
import type { OutputBehaviour } from '../flight/flight-computer.js';
import type { SensorBehaviour } from '../flight/sensor.js';
import { Babble } from './babble.js';
import { BadEars } from './bad-ears.js';
import { BadSensor } from './bad-sensor.js';
import { BadWords } from './bad-words.js';
import { BrokenLine } from './broken-line.js';
import { Busy } from './busy.js';
import { Crash } from './crash.js';
import { Drift } from './drift.js';
import type { Fault } from './fault.js';
import { HalfWave } from './half-wave.js';
import { Late } from './late.js';
import { NoiseBurst } from './noise-burst.js';
import type { Names } from './scripted-lies.js';
import { SeriesResistance } from './series-resistance.js';
import { Silence } from './silence.js';
import { Skew } from './skew.js';
import { Slow } from './slow.js';
import { Stuck } from './stuck.js';
import { StuckOutput } from './stuck-output.js';
import { TwoFaced } from './two-faced.js';
import { WrongTerminator } from './wrong-terminator.js';

/** Where behaviours are hung; each finds the part of a target by the target's name. */
export interface FaultSites {
  readonly transmitter: (target: string, port: PortName) => Transmitter;
  /** Peak-to-peak level of a terminal's or computer's transmitter in order. */
  readonly levelMv: (target: string) => number;
  readonly receiver: (target: string, port: PortName) => Pick<Receiver, 'behaviours'>;
  readonly line: (bus: string) => Line;
  /** A terminal's bus; undefined for a computer, which has its own wire. */
  readonly busOf: (
    target: string,
    port: PortName,
  ) => { readonly name: string; readonly line: Line } | undefined;
  readonly sensors: (terminal: string) => SensorBehaviour[];
  readonly outputs: (computer: string) => OutputBehaviour[];
  readonly delays: (computer: string) => Delay[];
  readonly mouths: (computer: string) => Mouth[];
  readonly names: Names;
  /** Does it say anything on a flight bus, ever? A terminal does, and a computer while it commands one. */
  readonly talksOnABus: (target: string) => boolean;
}

export function hang(fault: Fault, config: FaultConfig, sites: FaultSites): void {
  const { target, port } = fault;
  switch (config.behaviour) {
    case 'threshold':
    case 'noisy':
    case 'deaf':
      sites.receiver(target, port).behaviours.push(new BadEars(fault, config));
      break;
    case 'wrong-terminator':
      sites.line(target).behaviours.push(new WrongTerminator(fault, config));
      break;
    case 'open':
    case 'short':
      sites.line(target).behaviours.push(new BrokenLine(fault, config));
      break;
    case 'noise-burst':
      sites.line(target).disturbances.push(new NoiseBurst(fault, config));
      break;
    case 'wrong-sensor':
    case 'stuck-sensor':
      sites.sensors(target).push(new BadSensor(fault, config));
      break;
    case 'slow':
      sites.delays(target).push(new Slow(fault, config));
      break;
    case 'stuck-output':
      sites.outputs(target).push(new StuckOutput(fault));
      break;
    case 'two-faced':
      sites.mouths(target).push(new TwoFaced(fault, config, sites.names));
      break;
    default:
      hangOnTransmitter(fault, config, sites);
  }
}

type OfTransmitter = Exclude<
  FaultConfig,
  {
    behaviour:
      | 'threshold'
      | 'noisy'
      | 'deaf'
      | 'wrong-terminator'
      | 'open'
      | 'short'
      | 'noise-burst'
      | 'wrong-sensor'
      | 'stuck-sensor'
      | 'slow'
      | 'stuck-output'
      | 'two-faced';
  }
>;

function hangOnTransmitter(fault: Fault, config: OfTransmitter, sites: FaultSites): void {
  const { target, port } = fault;
  const { behaviours, harms } = sites.transmitter(target, port);
  switch (config.behaviour) {
    case 'series-resistance':
      behaviours.push(new SeriesResistance(fault, config));
      break;
    case 'half-wave':
      behaviours.push(new HalfWave(fault, config));
      break;
    case 'skew':
      behaviours.push(new Skew(fault, config));
      break;
    case 'drift': {
      const drift = new Drift(fault, config);
      behaviours.push(drift);
      harms.push(drift);
      break;
    }
    case 'silence':
      harms.push(new Silence(fault));
      break;
    case 'stuck':
      harms.push(new Stuck(fault, config));
      break;
    case 'babble': {
      const babble = new Babble(fault, sites.levelMv(target));
      const bus = sites.busOf(target, port);
      if (bus === undefined) {
        harms.push(babble);
        break;
      }
      fault.spoils = bus.name;
      bus.line.disturbances.push(babble);
      break;
    }
    case 'busy':
      harms.push(new Busy(fault));
      break;
    case 'late':
      harms.push(new Late(fault, config));
      break;
    case 'crash': {
      const crash = new Crash(fault);
      harms.push(crash);
      sites.outputs(target).push(crash);
      break;
    }
    default:
      harms.push(new BadWords(fault, config));
  }
}
