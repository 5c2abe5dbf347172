/** Figures as people read them: three significant digits, a unit that suits. */

const NO_BREAK = ' ';

/** 412 ns, 8.23 µs, 1.07 ms, 2.50 s. */
export function timeText(ns: number): string {
  if (ns < 999.5) return `${digits(ns, ns < 10 && !Number.isInteger(ns) ? 1 : 0)}${NO_BREAK}ns`;
  if (ns < 999_500) return `${three(ns / 1e3)}${NO_BREAK}µs`;
  if (ns < 999_500_000) return `${three(ns / 1e6)}${NO_BREAK}ms`;
  return `${three(ns / 1e9)}${NO_BREAK}s`;
}

/** A time without digits that say nothing: 5 µs, 1 ms. */
export function tickText(ns: number): string {
  return timeText(ns).replace(/\.0+(?=\D)/, '');
}

/** 1,084,300: with commas from four digits on; below 100 with a decimal. */
export function rateText(perSecond: number): string {
  return grouped(perSecond < 100 ? digits(perSecond, 1) : digits(perSecond, 0));
}

export function wholeText(value: number): string {
  return grouped(digits(value, 0));
}

export function percentText(share: number): string {
  return `${digits(share * 100, 1)}${NO_BREAK}%`;
}

function three(value: number): string {
  return digits(value, value < 10 ? 2 : value < 100 ? 1 : 0);
}

function digits(value: number, places: number): string {
  return value.toFixed(places);
}

function grouped(text: string): string {
  return text.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ',');
}
