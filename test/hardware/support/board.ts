/**
 * An ATmega328P with the firmware in it, on a serial line, in the emulator's own time: what is sent to it arrives byte by
 * byte at the sender's rate, and what it sends is recorded with the cycle in which its start bit began.
 */
import {
  adcConfig,
  AVRADC,
  avrInstruction,
  AVRIOPort,
  AVRUSART,
  CPU,
  PinState,
  portDConfig,
  usart0Config,
} from 'avr8js';

const CLOCK_HZ = 16_000_000;
const SRAM_BYTES = 2048;
const SRAM_START = 0x100;
/** Sleeping time passes in such steps. */
const DOZE_CYCLES = 4;
const SLEEP = 0x9588;
const SEI = 0x9478;
/** Start bit, eight bits, stop bit. */
export const BITS_PER_BYTE = 10;
const DRIVER_BIT = 2;
const UNTOUCHED = 0xa5;

export interface SentByte {
  readonly byte: number;
  readonly startUs: number;
  readonly isDriven: boolean;
}

export class Board {
  readonly sent: SentByte[] = [];
  /** When the driver went on or off. */
  readonly driver: { readonly isOn: boolean; readonly us: number }[] = [];
  /** Half duplex, and an ear that hears its own mouth. */
  hearsItself = false;
  readonly #cpu: CPU;
  readonly #usart: AVRUSART;
  readonly #adc: AVRADC;
  /** Bytes on their way to it, in order, with the cycle in which each is complete. */
  readonly #coming: { readonly byte: number; readonly cycle: number }[] = [];
  #asleepAt = -1;

  constructor(program: Uint16Array) {
    this.#cpu = new CPU(program, SRAM_BYTES);
    // Memory of a chip that was just powered holds anything.
    this.#cpu.data.fill(UNTOUCHED, SRAM_START);
    this.#usart = new AVRUSART(this.#cpu, usart0Config, CLOCK_HZ);
    this.#adc = new AVRADC(this.#cpu, adcConfig);
    const port = new AVRIOPort(this.#cpu, portDConfig);
    const isDriven = () => port.pinState(DRIVER_BIT) === PinState.High;
    this.#usart.onByteTransmit = (byte) => {
      this.sent.push({ byte, startUs: this.nowUs, isDriven: isDriven() });
      if (this.hearsItself)
        this.#coming.push({ byte, cycle: this.#cpu.cycles + (BITS_PER_BYTE * CLOCK_HZ) / this.baud });
    };
    port.addListener(() => {
      if (isDriven() !== (this.driver.at(-1)?.isOn ?? false))
        this.driver.push({ isOn: isDriven(), us: this.nowUs });
    });
  }

  get nowUs(): number {
    return this.#cpu.cycles / (CLOCK_HZ / 1_000_000);
  }

  get baud(): number {
    return this.#usart.baudRate;
  }

  /** On the pins A0, A1 …, of 5 V. */
  setVolts(volts: readonly number[]): void {
    volts.forEach((value, channel) => (this.#adc.channelValues[channel] = value));
  }

  /** Bytes of memory that were never written to: between the variables and the deepest stack. */
  get untouchedBytes(): number {
    let [most, run] = [0, 0];
    for (const byte of this.#cpu.data.subarray(SRAM_START)) {
      run = byte === UNTOUCHED ? run + 1 : 0;
      most = Math.max(most, run);
    }
    return most;
  }

  /** Somebody sends these bytes one after the other, from now on; time goes on until the last one has come. */
  hear(bytes: Uint8Array, baud = this.baud): void {
    const byteCycles = (BITS_PER_BYTE * CLOCK_HZ) / baud;
    const start = this.#cpu.cycles;
    bytes.forEach((byte, i) => this.#coming.push({ byte, cycle: start + (i + 1) * byteCycles }));
    this.#coming.sort((a, b) => a.cycle - b.cycle);
    this.#runTo(start + bytes.length * byteCycles);
  }

  run(us: number): void {
    this.#runTo(this.#cpu.cycles + (us * CLOCK_HZ) / 1_000_000);
  }

  #runTo(cycle: number): void {
    const cpu = this.#cpu;
    while (cpu.cycles < cycle) {
      if (this.#asleepAt === cpu.pc) {
        cpu.cycles += DOZE_CYCLES;
        this.#arrive();
        cpu.tick();
        continue;
      }
      this.#asleepAt = -1;
      const opcode = cpu.progMem[cpu.pc];
      avrInstruction(cpu);
      if (opcode === SLEEP) this.#asleepAt = cpu.pc;
      this.#arrive();
      // The instruction after sei is executed before any interrupt.
      if (opcode !== SEI) cpu.tick();
    }
    this.#arrive();
  }

  /** The receiver holds one byte here (the chip two): one that was not fetched in time is lost. */
  #arrive(): void {
    while (this.#coming[0] !== undefined && this.#coming[0].cycle <= this.#cpu.cycles)
      this.#usart.writeByte(this.#coming.shift()?.byte ?? 0, true);
  }
}
