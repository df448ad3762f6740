import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { offlineFiles } from './service-worker-files.ts';

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 12);
const built = new Map([
  ['index.html', 'p1'],
  ['assets/index-abc.js', 'a'],
  ['assets/index-abc.js.map', 'm'],
  ['assets/gallery-def.js', 'g'],
  ['assets/sim.worker-xyz.js', 'w'],
  ['favicon.svg', 'f1'],
  ['schema/document-1.json', 's'],
  ['screenshot.png', 'x'],
  ['.vite/manifest.json', 'v'],
  ['sw.js', 'sw'],
]);

test('every file the page may ask for is kept, and nothing else', () => {
  expect(offlineFiles(built, digest).files).toEqual([
    'assets/gallery-def.js',
    'assets/index-abc.js',
    'assets/sim.worker-xyz.js',
    'favicon.svg',
    '',
  ]);
});

test('the version changes with any file that is kept, and with no other', () => {
  const { version } = offlineFiles(built, digest);
  expect(offlineFiles(new Map([...built].reverse()), digest).version).toBe(version);
  expect(offlineFiles(new Map(built).set('sw.js', 'new'), digest).version).toBe(version);
  expect(offlineFiles(new Map(built).set('index.html', 'p2'), digest).version).not.toBe(version);
  expect(offlineFiles(new Map(built).set('assets/new.js', 'n'), digest).version).not.toBe(version);
});

test('a build without a page is rejected', () => {
  expect(() => offlineFiles(new Map([['a.js', 'a']]), digest)).toThrow(/index\.html/);
});
