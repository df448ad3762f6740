/**
 * Puts the diagram, or what is selected of it, in good order: computed beside the page, one step
 * for undo.
 */

import type { DocumentNote } from '../document/types.ts';
import { NOTE_SIZE } from '../document/types.ts';
import { edit, useDocument } from '../store/document.ts';
import { announce, dismissToast, say } from '../store/notices.ts';
import { useScene } from '../store/scene.ts';
import { useSelection } from '../store/selection.ts';
import type { Box } from '../worker/protocol.ts';
import { fitDiagram } from './camera.ts';
import { drawnNodes, foldedFrames, frameSizeOf, useLayout } from './layout-store.ts';
import type { TidyInput, TidyPart, TidyResult } from './tidy-layout.ts';
import { tidyWords as words } from './tidy-words.ts';

/** From so many parts on, somebody may want to stop it. */
const LONG = 300;

let running: Worker | null = null;

/** A layout under way is given up for the new one. */
export function tidy(): void {
  stop();
  const input = tidyInput();
  const { length: count } = input.parts;
  if (count < 2) return;
  const { opened } = useDocument.getState();
  const worker = new Worker(new URL('./tidy.worker.ts', import.meta.url), {
    type: 'module',
    name: 'tidy',
  });
  running = worker;
  if (count >= LONG) say(words.working(count), { action: { label: words.stop, run: stopAndHush } });
  worker.onmessage = ({ data }: MessageEvent<TidyResult>) => {
    stop();
    if (count >= LONG) dismissToast();
    if (useDocument.getState().opened === opened) apply(data, count);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    stop();
    say(words.failed, { tone: 'warn' });
  };
  worker.postMessage(input);
}

function stop(): void {
  running?.terminate();
  running = null;
}

function stopAndHush(): void {
  stop();
  dismissToast();
}

/** What was removed in the meantime is left out. */
function apply({ positions, sizes }: TidyResult, count: number): void {
  const { notes = [] } = useDocument.getState().document;
  const there = new Set([...drawnNodes(), ...notes].map(({ id }) => id));
  const kept = <T>(values: Record<string, T>) =>
    Object.fromEntries(Object.entries(values).filter(([id]) => there.has(id)));
  if (!edit({ edit: 'arrange', positions: kept(positions), sizes: kept(sizes) })) return;
  announce(words.done(count));
  fitDiagram();
}

/**
 * Everything on the table, or what is selected when that is more than one part; frames bring their
 * members.
 */
function tidyInput(): TidyInput {
  const nodes = drawnNodes();
  const { boxes } = useLayout.getState().layout;
  const { notes = [] } = useDocument.getState().document;
  const chosen = chosenNodes();
  const folded = foldedFrames();
  const ids = new Set(nodes.map((node) => node.id));
  const parts: TidyPart[] = [];
  const standing: { parent: string | null; box: Box }[] = [];
  for (const node of nodes) {
    // Replicas stand where their template says.
    if (node.of !== undefined) continue;
    const box = boxes.get(node.id);
    if (box === undefined) continue;
    const parent = node.in !== undefined && ids.has(node.in) ? node.in : null;
    const within = { x: node.at[0], y: node.at[1], width: box.width, height: box.height };
    if (!chosen.has(node.id)) {
      standing.push({ parent, box: within });
      continue;
    }
    parts.push({
      id: node.id,
      parent,
      isFrame: frameSizeOf(node.kind) !== null && !folded.has(node.id),
      box: within,
      attached: notes.filter((note) => note.on === node.id).map(noteBox),
    });
  }
  const { edges } = useScene.getState();
  return {
    parts,
    edges: edges.map(({ from, to }) => ({ from, to })),
    standing,
    notes: notes
      .filter((note) => note.on === undefined)
      .map((note) => ({ id: note.id, box: noteBox(note) })),
  };
}

function chosenNodes(): ReadonlySet<string> {
  const nodes = drawnNodes();
  const { ids } = useSelection.getState();
  const selected = nodes.filter((node) => ids.includes(node.id)).map((node) => node.id);
  if (selected.length < 2) return new Set(nodes.map((node) => node.id));
  const chosen = new Set(selected);
  // As deep as frames lie in frames, each round takes in the members of what was taken in before.
  for (let before = 0; before < chosen.size; ) {
    before = chosen.size;
    for (const node of nodes) if (node.in !== undefined && chosen.has(node.in)) chosen.add(node.id);
  }
  return chosen;
}

function noteBox({ at: [x, y], size }: DocumentNote): Box {
  const [width, height] = size ?? NOTE_SIZE;
  return { x, y, width, height };
}
