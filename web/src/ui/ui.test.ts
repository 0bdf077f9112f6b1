import { expect, test } from 'vitest';
import { initialsOf } from './Badge';
import { nextIndex } from './Menu';
import { matchPath } from './router';

test('initials are how people are called in each language', () => {
  expect(initialsOf('李明')).toBe('李明');
  expect(initialsOf('欧阳小红')).toBe('小红');
  expect(initialsOf('Li Ming')).toBe('LM');
  expect(initialsOf('Zhang')).toBe('Z');
  expect(initialsOf('')).toBe('');
});

test('arrow keys run in a ring', () => {
  expect(nextIndex('ArrowDown', 2, 3)).toBe(0);
  expect(nextIndex('ArrowUp', 0, 3)).toBe(2);
  expect(nextIndex('End', 0, 3)).toBe(2);
  expect(nextIndex('x', 0, 3)).toBeUndefined();
});

test('paths match their pattern part by part', () => {
  expect(matchPath('/cases/:id', '/cases/7')).toEqual({ id: '7' });
  expect(matchPath('/cases/:id', '/cases/7/')).toEqual({ id: '7' });
  expect(matchPath('/cases', '/cases/7')).toBeUndefined();
  expect(matchPath('/', '/')).toEqual({});
  expect(matchPath('/', '/desk')).toBeUndefined();
});
