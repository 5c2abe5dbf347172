import { describe, expect, it } from 'vitest';
import { axisOf, columnsOn, ticksOn } from '../../src/bench/axis.js';
import { histogramSvg } from '../../src/bench/svg.js';
import { blocks, scale } from '../../src/bench/text-distribution.js';
import { percentText, rateText, tickText, timeText, wholeText } from '../../src/bench/units.js';
import { Histogram } from '../../src/record/histogram.js';

function histogramOf(...values: number[]) {
  const histogram = new Histogram();
  for (const value of values) histogram.record(value);
  return histogram.toData();
}

describe('figures for people', () => {
  it.each([
    [0, '0 ns'],
    [7.25, '7.3 ns'],
    [412, '412 ns'],
    [999.6, '1.00 µs'],
    [8_231, '8.23 µs'],
    [99_960, '100.0 µs'],
    [1_070_000, '1.07 ms'],
    [2.5e9, '2.50 s'],
  ])('%d ns is %s', (ns, text) => expect(timeText(ns)).toBe(text));

  it('leaves the noughts out on an axis', () => {
    expect([1_000, 50_000, 100_000, 1_500_000].map(tickText)).toEqual(['1 µs', '50 µs', '100 µs', '1.50 ms']);
  });

  it('groups digits', () => {
    expect([rateText(1_084_300.4), rateText(54.26), wholeText(1_000), wholeText(-12_345)]).toEqual([
      '1,084,300',
      '54.3',
      '1,000',
      '-12,345',
    ]);
    expect(percentText(0.1234)).toBe('12.3 %');
  });
});

describe('a distribution', () => {
  it('keeps its count, whatever the columns', () => {
    const data = histogramOf(100, 130, 131, 5_000, 5_000, 1e9);
    for (const columns of [1, 7, 80, 500]) {
      const sum = columnsOn(axisOf([data]), data, columns).reduce((a, b) => a + b, 0);
      expect(sum).toBeCloseTo(6, 9);
    }
  });

  it('is drawn in blocks on an axis with ticks', () => {
    const data = histogramOf(100, 1_000, 1_000, 1_000, 10_000);
    const axis = { lowNs: 50, highNs: 20_000 };
    expect(blocks(axis, data, 30)).toBe('   ▆          ██          ▆   ');
    expect(scale(axis, 60)).toBe('      ╵100 ns    ╵300 ns      ╵1 µs      ╵3 µs       ╵10 µs');
  });

  it('of a single time, or of none, is drawn too', () => {
    expect(blocks(axisOf([histogramOf(5)]), histogramOf(5), 9).trim()).not.toBe('');
    expect(blocks(axisOf([]), histogramOf(), 9).trim()).toBe('');
    expect(ticksOn({ lowNs: 1, highNs: 1e12 }, 3)).toEqual([]);
  });

  it('becomes a picture that says where it comes from', () => {
    const svg = histogramSvg({
      title: 'a < b & c',
      subtitle: '5 samples',
      caption: ['processor', 'load'],
      histogram: histogramOf(100, 100, 2_000),
      ns: { p50: 101, p99: 2_000, p999: 2_000, max: 2_000 },
    });
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" [^]*<\/svg>\n$/);
    expect(svg).toContain('a &lt; b &amp; c');
    for (const part of ['p50 101 ns', 'p99.9 2.00 µs', 'max 2.00 µs', '>processor<', '>load<', '>samples<'])
      expect(svg).toContain(part);
    expect(svg).not.toMatch(/NaN|Infinity|undefined/);
    expect(svg.match(/class="bar"/g)?.length).toBeGreaterThan(1);
  });
});
