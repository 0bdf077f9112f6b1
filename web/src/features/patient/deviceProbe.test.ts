import { describe, expect, it } from 'vitest';
import { loudness, problemOf, verdictOn } from './deviceProbe';

const android = 'Mozilla/5.0 (Linux; Android 13; V2199A) AppleWebKit/537.36 Chrome/120';
const iPhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1';
const refused = { name: 'NotAllowedError', message: 'Permission denied' };

describe('problemOf', () => {
  it.each([
    [refused, android, 'refusedAndroid'],
    [refused, iPhone, 'refusedSafari'],
    [refused, `${android} MicroMessenger/8.0`, 'refusedWeChat'],
    [refused, 'Mozilla/5.0 (X11; Linux x86_64) Firefox/153', 'refusedDesktop'],
    [{ ...refused, message: 'Permission denied by system' }, android, 'refusedSystem'],
    [{ name: 'NotFoundError', message: '' }, android, 'missing'],
    [{ name: 'NotReadableError', message: '' }, android, 'busy'],
    [{ name: 'TypeError', message: '' }, android, 'other'],
  ])('names what the patient can do about %o', (error, agent, problem) => {
    expect(problemOf(error, agent)).toBe(problem);
  });
});

describe('loudness', () => {
  it('is nothing in silence and full at the loudest', () => {
    expect(loudness(new Uint8Array(64).fill(128))).toBe(0);
    expect(loudness(new Uint8Array(64).fill(255))).toBe(1);
  });
});

describe('verdictOn', () => {
  it('forgives one lost answer, and names a line that loses most', () => {
    expect(verdictOn([40, 50, Number.POSITIVE_INFINITY, 45])).toBe('good');
    expect(verdictOn([900, 700, 800, 650])).toBe('slow');
    const lost = Number.POSITIVE_INFINITY;
    expect(verdictOn([lost, lost, lost, 50])).toBe('bad');
  });
});
