import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Condition } from '../document/condition.ts';
import { integer } from '../document/field.ts';
import { defineSpec, type Specs } from '../document/spec.ts';
import type { SceneDocument } from '../document/types.ts';
import { MemoryLibrary } from './library.test-support.ts';
import { FakeSimulation } from './simulation-test-support.ts';

const library = new MemoryLibrary();
const stored = library.diagrams;
vi.mock('./library.ts', () => ({ library }));

const { edit, isAtRisk, openDocument, redo, rememberMine, saveNow, undo, useDocument } =
  await import('./document.ts');
const { importDropped, importFile } = await import('./document-files.ts');
const { inForce, makeThisTheStart } = await import('./in-force.ts');
const { useLive } = await import('./live.ts');
const { useNotices } = await import('./notices.ts');
const { connectSimulation, seek, setSpeed, usePlayback } = await import('./playback.ts');
const { backToMine, openLast } = await import('./own-diagrams.ts');
const { useSaving } = await import('./saving.ts');
const { provideSpecs } = await import('./specs.ts');
const { useScene } = await import('./scene.ts');

const request = { id: 'request', title: '', carries: '', class: 'request', fields: {} } as const;
const thing = defineSpec({
  kind: 'thing',
  key: 't',
  family: 'compute',
  title: 'Thing',
  summary: 'For tests.',
  icon: 'server',
  fields: { size: integer({ key: 's', label: 'Size', help: '', default: 1, min: 1, max: 9 }) },
  gives: [request],
  takes: [request],
  faults: ['crash', 'restart', 'burst'],
});

const scene: SceneDocument = {
  version: 2,
  title: 'Two things',
  seed: 1,
  nodes: [
    { id: 'a', kind: 'thing', at: [0, 0] },
    { id: 'b', kind: 'thing', at: [400, 0] },
  ],
  edges: [{ id: 'e1', from: 'a', to: 'b' }],
  commands: [],
};

let fake: FakeSimulation;

beforeEach(() => {
  stored.clear();
  library.fails = null;
  library.lastId = null;
  provideSpecs({ thing } as unknown as Specs);
  fake = new FakeSimulation();
  connectSimulation(fake);
  useDocument.setState({ id: null, guest: true, mine: null, past: [], future: [], problem: null });
  useNotices.setState({ toast: null });
  openDocument(scene, { guest: true });
});

const nextTask = () => new Promise((resolve) => setTimeout(resolve, 0));

test('a diagram that is opened paused does not run on for a moment, and none runs at the speed of the one before', () => {
  const order = () => fake.sent.map(({ type }) => type).filter((type) => type !== 'geometry');
  fake.sent.length = 0;
  openDocument(scene, { guest: true, paused: true, at: 5_000_000 });
  expect(order()).toEqual(['speed', 'pause', 'load']);
  expect(usePlayback.getState()).toMatchObject({ at: 5_000_000, playing: false });
  fake.sent.length = 0;
  openDocument(scene, { guest: true });
  expect(order()).toEqual(['speed', 'load', 'play']);
});

describe('editing', () => {
  test('an edit at the start changes the nodes, one while it runs is a command at that moment', () => {
    expect(edit({ edit: 'set', node: 'a', config: { size: 3 } })).toBe(true);
    expect(useDocument.getState().document.nodes[0]?.config).toEqual({ size: 3 });
    fake.reach(2_500_000);
    edit({ edit: 'intervene', command: { do: 'crash', node: 'b' } });
    expect(useDocument.getState().document.commands).toEqual([
      { at: 2_500, do: 'crash', node: 'b' },
    ]);
  });

  test('every edit, undo and redo sends the document on at the same clock time', () => {
    fake.reach(1_000_000);
    edit({ edit: 'intervene', command: { do: 'crash', node: 'b' } });
    undo();
    redo();
    expect(
      fake
        .loads()
        .slice(-3)
        .map((load) => load.at),
    ).toEqual(['keep', 'keep', 'keep']);
    expect(
      fake
        .loads()
        .slice(-3)
        .map((load) => load.document.commands.length),
    ).toEqual([1, 0, 1]);
    expect(usePlayback.getState().at).toBe(1_000_000);
  });

  test('undoing everything gives back what was opened, redoing everything what was made', () => {
    edit({ edit: 'move', positions: { a: [8, 8] } });
    edit({ edit: 'remove', nodes: ['b'], edges: [] });
    edit({ edit: 'title', title: 'Mine' });
    const made = useDocument.getState().document;
    for (let i = 0; i < 5; i++) undo();
    expect(useDocument.getState().document).toEqual(scene);
    for (let i = 0; i < 5; i++) redo();
    expect(useDocument.getState().document).toEqual(made);
  });

  test('what is made the start is shown at 0; undone, at the moment it was shown before', () => {
    fake.reach(2_500_000);
    edit({ edit: 'intervene', command: { do: 'crash', node: 'b' }, at: 5_500 });
    edit({ edit: 'make-start' });
    expect(useDocument.getState().document.commands).toMatchObject([{ at: 3_000, do: 'crash' }]);
    expect(fake.sent.at(-1)).toMatchObject({ type: 'load', at: 0 });
    expect(usePlayback.getState().at).toBe(0);
    fake.reach(700_000);
    undo();
    expect(useDocument.getState().document.commands).toMatchObject([{ at: 5_500, do: 'crash' }]);
    expect(usePlayback.getState().at).toBe(2_500_000);
    redo();
    expect(usePlayback.getState().at).toBe(0);
  });

  test('a rejected edit changes nothing and says why', () => {
    expect(edit({ edit: 'set', node: 'a', config: { size: 99 } })).toBe(false);
    expect(useDocument.getState().document).toBe(scene);
    expect(useNotices.getState().toast?.sentence).toMatch(/99|size/i);
    expect(useDocument.getState().past).toEqual([]);
  });

  test('what goes with a part is said, and comes back with it', () => {
    const conditions: Condition[] = [{ figure: 'queue', node: 'b', above: 5 }];
    openDocument({ ...scene, conditions }, { guest: true, paused: true });
    expect(edit({ edit: 'remove', nodes: ['b'], edges: [] })).toBe(true);
    const { toast } = useNotices.getState();
    expect(toast?.sentence).toBe(
      'Remove Thing: this also removed 1 stop condition about what is gone.',
    );
    expect(useDocument.getState().document).not.toHaveProperty('conditions');
    toast?.action?.run();
    expect(useDocument.getState().document).toEqual({ ...scene, conditions });
  });

  test('how fast it is watched is part of the document and nothing to undo', () => {
    setSpeed(0.25);
    expect(useDocument.getState().document.speed).toBe(0.25);
    expect(useDocument.getState().past).toEqual([]);
    expect(useDocument.getState().guest).toBe(true);
    setSpeed('fit');
    expect(useDocument.getState().document).toEqual(scene);
  });
});

describe('whose diagram it is', () => {
  test('looking at a link stores nothing, however it is played', async () => {
    seek(5_000_000);
    saveNow();
    await nextTask();
    expect(stored.size).toBe(0);
  });

  test('the first edit of a guest stores it under an id of its own, beside what was there', async () => {
    stored.set('old', { document: scene, at: 7, playing: false });
    library.lastId = 'old';
    await rememberMine();
    openDocument(scene, { guest: true });
    edit({ edit: 'title', title: 'Mine now' });
    saveNow();
    await nextTask();
    const { id, guest } = useDocument.getState();
    expect(guest).toBe(false);
    expect(id).not.toBe('old');
    expect(stored.get('old')).toEqual({ document: scene, at: 7, playing: false });
    expect(stored.get(`${id}`)).toMatchObject({ document: { title: 'Mine now' } });
  });

  test('Back to my diagram returns to it at the moment it was left', async () => {
    stored.set('old', { document: { ...scene, title: 'Old' }, at: 7_000, playing: false });
    library.lastId = 'old';
    await rememberMine();
    openDocument(scene, { guest: true });
    expect(useDocument.getState().mine).toBe('old');
    await backToMine();
    expect(useDocument.getState()).toMatchObject({ id: 'old', guest: false, mine: null });
    expect(useDocument.getState().document.title).toBe('Old');
    expect(usePlayback.getState()).toMatchObject({ at: 7_000, playing: false });
  });

  test('a reload brings back what was made', async () => {
    edit({ edit: 'title', title: 'Kept' });
    saveNow();
    await nextTask();
    const { id } = useDocument.getState();
    useDocument.setState({ id: null, guest: true, document: { ...scene, nodes: [], edges: [] } });
    expect(await openLast()).toBe(true);
    expect(useDocument.getState()).toMatchObject({ id, guest: false });
    expect(useDocument.getState().document.title).toBe('Kept');
  });

  test('a stored diagram that cannot be read is explained, and nothing is thrown', async () => {
    stored.set('bad', { document: { version: 99 }, at: 0, playing: true });
    library.lastId = 'bad';
    expect(await openLast()).toBe(false);
    expect(useDocument.getState().problem?.sentence).toBeTruthy();
  });

  test('storage that fails is said until it takes the next edit', async () => {
    library.fails = 'full';
    edit({ edit: 'title', title: 'One' });
    saveNow();
    await nextTask();
    expect(useSaving.getState().failed).toBe('full');
    expect(isAtRisk()).toBe(true);
    library.fails = null;
    edit({ edit: 'title', title: 'Two' });
    saveNow();
    await nextTask();
    expect(useSaving.getState().failed).toBeNull();
    expect(isAtRisk()).toBe(false);
    expect([...stored.values()]).toMatchObject([{ document: { title: 'Two' } }]);
  });

  test('what could not be stored is still there after another diagram was opened', async () => {
    library.fails = 'denied';
    edit({ edit: 'title', title: 'Homeless' });
    openDocument(scene, { guest: true });
    await nextTask();
    expect(isAtRisk()).toBe(true);
    await backToMine();
    expect(useDocument.getState().document.title).toBe('Homeless');
  });
});

describe('files', () => {
  test('a bad file is explained and changes nothing', async () => {
    await importFile(new File(['{"version":1'], 'broken.json'));
    expect(useDocument.getState().problem?.code).toBe('not-json');
    await importFile(new File(['{"version":1,"title":3}'], 'wrong.json'));
    expect(useDocument.getState().problem?.sentence).toMatch(/title/);
    expect(useDocument.getState().document).toBe(scene);
  });

  test('of several files the first is opened, and the others are named', async () => {
    const file = (title: string) =>
      new File([JSON.stringify({ ...scene, title })], `${title}.json`);
    await importDropped([file('one'), file('two'), file('three')]);
    expect(useDocument.getState().document.title).toBe('one');
    expect(useNotices.getState().toast?.sentence).toMatch(/“one.json”.*2 files/);
  });

  test('what is larger than any diagram is not even read', async () => {
    const huge = new File([new Uint8Array(4 * 1024 * 1024 + 1)], 'film.json');
    await importFile(huge);
    expect(useDocument.getState().problem?.code).toBe('too-big');
    expect(useDocument.getState().document).toBe(scene);
  });

  test.each([
    ['a byte order mark and lines ended as on Windows', 'utf8'],
    ['two bytes a character', 'utf16le'],
  ] as const)('a file with %s is read as what it is', async (_, encoding) => {
    const text = `\ufeff${JSON.stringify({ ...scene, title: 'Döner' }, null, 2).replaceAll('\n', '\r\n')}`;
    await importFile(new File([Buffer.from(text, encoding)], 'windows.json'));
    expect(useDocument.getState()).toMatchObject({ guest: true, problem: null });
    expect(useDocument.getState().document.title).toBe('Döner');
  });

  test('a good file is a guest', async () => {
    const other = { ...scene, title: 'From a file' };
    await importFile(new File([JSON.stringify(other)], 'other.json'));
    expect(useDocument.getState()).toMatchObject({ guest: true, id: null, problem: null });
    expect(useDocument.getState().document.title).toBe('From a file');
  });
});

describe('the scene shown', () => {
  test('what is added while it runs stands there from its moment on, and is a ghost before', () => {
    fake.reach(3_000_000);
    edit({ edit: 'add', nodes: [{ id: 'c', kind: 'thing', at: [0, 200] }], edges: [] });
    expect(useScene.getState().nodes.map((node) => node.id)).toEqual(['a', 'b', 'c']);
    seek(1_000_000);
    expect(useScene.getState().nodes.map((node) => node.id)).toEqual(['a', 'b']);
    expect(useScene.getState().ghostNodes.map((node) => node.id)).toEqual(['c']);
    expect(useScene.getState().ghosts).toEqual([{ id: 'c', joinsAt: 3_000 }]);
  });

  test('a burst is in force until its end, and no longer', () => {
    const commands: SceneDocument['commands'] = [
      { at: 1000, do: 'burst', node: 'a', factor: 5, for: 500 },
    ];
    openDocument({ ...scene, commands }, { guest: true });
    fake.reach(1_200_000);
    expect(inForce('a')).toEqual({ burst: { factor: 5, for: 500, until: 1500 } });
    fake.reach(1_500_000);
    expect(inForce('a')).toBeUndefined();
  });

  test('what the run says is over by itself is in force no longer, and does not begin the diagram', () => {
    edit({ edit: 'intervene', command: { do: 'crash', node: 'a' } });
    edit({ edit: 'intervene', command: { do: 'crash', node: 'b' } });
    fake.reach(3_000_000);
    const said = { words: 'idle', tone: 'normal', out: '' } as const;
    useLive.setState({
      cards: new Map([
        ['a', { ...said, over: 'crash' }],
        ['b', { ...said, over: '' }],
      ]),
    });
    expect([inForce('a'), inForce('b')]).toEqual([{}, { crash: {} }]);
    makeThisTheStart();
    expect(useDocument.getState().document.commands).toEqual([{ at: 0, do: 'crash', node: 'b' }]);
  });

  test('observations between two commands leave the scene as it is', () => {
    fake.reach(1_000);
    const before = useScene.getState().nodes;
    fake.reach(900_000);
    expect(useScene.getState().nodes).toBe(before);
  });
});
