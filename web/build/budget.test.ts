import { expect, test } from 'vitest';
import { filesOfFirstView } from './budget.ts';

test('the first view counts static imports and styles once, and nothing that is loaded on demand', () => {
  const manifest = {
    'join.html': { file: 'join.js', imports: ['_ui.js', '_text.js'], css: ['join.css'] },
    '_ui.js': { file: 'ui.js', imports: ['_text.js'], css: ['ui.css'] },
    '_text.js': { file: 'text.js' },
    'src/call.tsx': { file: 'call.js', imports: ['_ui.js'] },
  };
  expect(filesOfFirstView(manifest, 'join.html')).toEqual([
    'join.css',
    'join.js',
    'text.js',
    'ui.css',
    'ui.js',
  ]);
});

test('an unknown page is an error, not an empty first view', () => {
  expect(() => filesOfFirstView({}, 'join.html')).toThrow('join.html');
});
