import fc from 'fast-check';
import { CRON, TIME_ZONE } from '../../src/rules/cron';

const BOUNDS = [[0, 59], [0, 23], [1, 31], [1, 12], [0, 6]];

describe('a cron expression', () => {
  it.each([
    '* * * * *', '0 8 * * 1-5', '*/5 * * * *', '0,30 6-18/2 1 jan-MAR mon,Wed,fri', '? ? ? ? ?', '5/15 * * * *', '00 08 * * *',
  ])('may be "%s"', (text) => expect(CRON.accepts(text)).toBe(true));

  it.each([
    '', '* * * *', '* * * * * *', '60 * * * *', '* 24 * * *', '* * 0 * *', '* * * 13 *', '* * * * 7', '5-1 * * * *', '*/0 * * * *', '-1 * * * *',
    '@daily', '* * L * *', '* * * * mon#1', '1,, * * * *', ' * * * * *', '*  * * * *', '* * * * mon-', 'TZ=UTC * * * * *', '1.5 * * * *', 5, undefined,
  ])('may not be %p', (text) => expect(CRON.accepts(text)).toBe(false));

  it('is of numbers within the bounds of each field', () => {
    const field = ([min, max]: number[]) => fc.integer({ min: 0, max: max + 3 }).map((value) => ({ value, valid: value >= min && value <= max }));
    fc.assert(fc.property(fc.tuple(...BOUNDS.map(field)), (fields) => {
      expect(CRON.accepts(fields.map(({ value }) => value).join(' '))).toBe(fields.every(({ valid }) => valid));
    }));
  });

  it('has ranges that go up', () => {
    fc.assert(fc.property(fc.nat(59), fc.nat(59), fc.integer({ min: 1, max: 60 }), (from, to, step) => {
      expect(CRON.accepts(`${from}-${to}/${step} * * * *`)).toBe(from <= to);
    }));
  });
});

describe('a time zone', () => {
  it.each(['UTC', 'Etc/UTC', 'Europe/Berlin', 'America/Argentina/Buenos_Aires', 'America/Port-au-Prince', 'Etc/GMT+1', 'Asia/Calcutta'])(
    'may be "%s"', (name) => expect(TIME_ZONE.accepts(name)).toBe(true));

  it.each(['', 'europe/berlin', 'Europe/berlin', 'Berlin', 'Mars/Olympus', '+01:00', 'Europe/Berlin ', 'Local', 5])(
    'may not be %p', (name) => expect(TIME_ZONE.accepts(name)).toBe(false));
});
