import { App, Chart, Duration } from 'cdk8s';
import fc from 'fast-check';
import { durationText, wholeSeconds } from '../../src/rules/duration';
import { Report } from '../../src/rules/problem';

const report = () => new Report(new Chart(new App(), 'test'));

/** Gateway API's published grammar. */
const GATEWAY_DURATION = /^([0-9]{1,5}(h|m|s|ms)){1,4}$/;

describe('whole seconds', () => {
  it('are those of any unit', () => {
    expect([Duration.minutes(2), Duration.millis(3000), Duration.seconds(0)].map((time) => wholeSeconds(report(), 'f', time, { min: 0 }))).toEqual([120, 3, 0]);
    expect(wholeSeconds(report(), 'f', undefined, { min: 0 })).toBeUndefined();
  });

  it.each<[Duration, string]>([
    [Duration.millis(1500), '"1500ms"'], [Duration.seconds(0), '"0ms"'], [Duration.seconds(11), '"11000ms"'],
  ])('fails outside of bounds, and for parts of a second (%#)', (time, got) => {
    const found = report();
    wholeSeconds(found, 'f', time, { min: 1, max: 10 });
    expect(found.messages()).toEqual([`f: got ${got}; must be a whole number of seconds from 1 to 10; give another Duration (InvalidDuration)`]);
  });
});

describe('a duration in text', () => {
  it('is in the grammar of the Gateway API, and as long as it was', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 200_000_000 }), (milliseconds) => {
      const found = report();
      const text = durationText(found, 'f', Duration.millis(milliseconds))!;
      const fits = milliseconds <= 99_999 || (milliseconds % 1000 === 0 && milliseconds <= 99_999_000);
      expect(found.isClean).toBe(fits);
      if (fits) {
        expect(text).toMatch(GATEWAY_DURATION);
        expect(text.endsWith('ms') ? parseInt(text) : parseInt(text) * 1000).toBe(milliseconds);
      }
    }));
  });
});
