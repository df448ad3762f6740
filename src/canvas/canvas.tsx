/**
 * The table itself: React Flow carries the camera and mounts the cards; lines, dots and pops lie in
 * its moving layer. What hands do here is told apart by what they press on, and each gesture has a
 * file of its own.
 */
import {
  type OnNodesChange,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
  useStoreApi,
  ViewportPortal,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import {
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useDocument } from '../store/document.ts';
import { usePreferences } from '../store/preferences.ts';
import { useScene } from '../store/scene.ts';
import { isBusy, isPlacing, startEditing, useSelection } from '../store/selection.ts';
import { late } from '../ui/late.tsx';
import { PHONE_QUERY, useMedia } from '../ui/media.ts';
import {
  comeBack,
  comeClose,
  fitDiagram,
  focusCanvas,
  holdCamera,
  LEGIBLE,
  lookAt,
  reveal,
  toCanvas,
  ZOOM,
} from './camera.ts';
import css from './canvas.module.css';
import { Card } from './card.tsx';
import { chooseGesture } from './choose-gesture.ts';
import { EdgeEnds, useSelectedEdge } from './edge-ends.tsx';
import { Edges, isAdditive } from './edges.tsx';
import { type FlowNode, flowNodes, LAYER } from './flow-nodes.ts';
import { followOr } from './follow.ts';
import { pickCanvas, pickNode, pickPart } from './gestures.ts';
import { HandLayer } from './hand-layer.tsx';
import { followHands } from './hands.ts';
import { HandHint } from './hint.tsx';
import { canvasKey } from './keyboard.ts';
import { drawnNodes, followScene, frameSizeOf, useLayout } from './layout-store.ts';
import { NoteCard } from './note-card.tsx';
import { Paint } from './paint.tsx';
import { followPinch } from './pinch.ts';
import { PlacingGhost } from './placing-ghost.tsx';
import { PopLayer } from './pop-layer.tsx';
import { useMarquee } from './selecting.ts';
import { followSpace, useSpace } from './space-bar.ts';
import { followPointer } from './wiring.ts';
import { words } from './words.ts';
import { useZoom } from './zoom.ts';

const EdgeBar = late(async () => (await import('./edge-bar.tsx')).EdgeBar);
const Minimap = late(async () => (await import('./minimap.tsx')).Minimap);

const nodeTypes = { card: Card, frame: Card, note: NoteCard };
const NO_EDGES: never[] = [];
/** The wheel and two fingers move the camera; of a mouse's buttons the middle one does. */
const MIDDLE_BUTTON = [1];
/** Wide enough for the map to lie below the palette and beside the transport. */
const MAP_QUERY = '(min-width: 1440px)';

export function Canvas({ openInspector }: { openInspector: () => void }) {
  return (
    <ReactFlowProvider>
      <Table openInspector={openInspector} />
    </ReactFlowProvider>
  );
}

function Table({ openInspector }: { openInspector: () => void }) {
  const table = useRef<HTMLDivElement>(null);
  const nodes = useFlowNodes();
  const cursor = useSelection((state) => state.cursor);
  const isPlacing = useSelection((state) => state.placing !== null);
  const isConnecting = useSelection(
    (state) => state.connecting !== null || state.reconnecting !== null || state.picking !== null,
  );
  const isGathering = useSelection((state) => state.gathering);
  const isHeld = useSpace((state) => state.isHeld);
  const isFar = useStore((state) => state.transform[2] < LEGIBLE);
  const hasMap = usePreferences((state) => state.minimap);
  const isWide = useMedia(MAP_QUERY);
  useCamera(table);
  useEffect(followScene, []);
  useEffect(keepSelectionInView, []);
  useEffect(
    () =>
      useSelection.subscribe(({ editing, picking }, before) => {
        if (editing !== before.editing) comeClose(editing);
        if (picking !== null && before.picking === null) focusCanvas();
      }),
    [],
  );
  useEffect(() => followTable(table.current), []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target === table.current && canvasKey(event, openInspector)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  return (
    <div
      ref={table}
      className={css.table}
      data-canvas=""
      data-detail={isFar ? 'low' : 'full'}
      data-mode={isPlacing ? 'placing' : isConnecting ? 'connecting' : 'idle'}
      data-gathering={isGathering}
      data-held={isHeld}
      role="application"
      aria-label={words.canvas}
      aria-description={words.canvasHelp}
      aria-activedescendant={cursor === null ? undefined : `node-${cursor}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the canvas is one tab stop.
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDoubleClick={(event) => openUnder(event, openInspector)}
      onDragStart={(event) => event.preventDefault()}
    >
      <Flow nodes={nodes} openInspector={openInspector} />
      <PlacingGhost />
      <HandHint />
      {hasMap && isWide ? <Minimap /> : null}
    </div>
  );
}

function Flow({ nodes, openInspector }: { nodes: FlowNode[]; openInspector: () => void }) {
  const isHeld = useSpace((state) => state.isHeld);
  const isGathering = useSelection((state) => state.gathering);
  return (
    <ReactFlow<FlowNode>
      nodes={nodes}
      edges={NO_EDGES}
      nodeTypes={nodeTypes}
      onNodesChange={unchanged}
      onNodeClick={(event, { id, type }) => {
        if (isPlacing()) pickCanvas(toCanvas(event.clientX, event.clientY));
        else if (type === 'note') pickPart(id, isAdditive(event));
        else pickNode(id, isAdditive(event));
      }}
      onPaneClick={(event) =>
        followOr(event, () => pickCanvas(toCanvas(event.clientX, event.clientY)))
      }
      panOnDrag={isHeld ? true : isGathering ? false : MIDDLE_BUTTON}
      minZoom={ZOOM.least}
      maxZoom={ZOOM.most}
      panOnScroll
      zoomOnDoubleClick={false}
      deleteKeyCode={null}
      selectionKeyCode={null}
      multiSelectionKeyCode={null}
      panActivationKeyCode={null}
      disableKeyboardA11y
      nodesDraggable={false}
      nodesConnectable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      zIndexMode="manual"
      paneClickDistance={4}
      proOptions={PRO}
    >
      <ViewportPortal>
        <div className={css.lines} style={{ zIndex: LAYER.lines }}>
          <Edges />
        </div>
        <Paint />
        <div className={css.overlay} style={{ zIndex: LAYER.ends }}>
          <EdgeEnds />
          <HandLayer />
        </div>
        <div className={css.overlay} style={{ zIndex: LAYER.pops }}>
          <PopLayer />
          <Bar openInspector={openInspector} />
        </div>
      </ViewportPortal>
    </ReactFlow>
  );
}

/** On a phone the sheet that a tap opens has all of it. */
function Bar({ openInspector }: { openInspector: () => void }) {
  const isPhone = useMedia(PHONE_QUERY);
  const edge = useSelectedEdge();
  if (isPhone || edge === null) return null;
  return <EdgeBar openInspector={openInspector} again={edge} />;
}

const PRO = { hideAttribution: true };
/** Selecting and moving are this folder's own: the library has nothing to change. */
const unchanged: OnNodesChange<FlowNode> = () => {};

/** The flow nodes of what is on the table, unchanged ones kept. */
function useFlowNodes(): FlowNode[] {
  const scene = useScene();
  const notes = useDocument((state) => state.document.notes);
  const boxes = useLayout((state) => state.resting);
  const ids = useSelection((state) => state.ids);
  const [kept] = useState<{ nodes: readonly FlowNode[] }>(() => ({ nodes: [] }));
  return useMemo(() => {
    const next = flowNodes(
      {
        nodes: drawnNodes(),
        notes: notes ?? [],
        joinsAt: new Map(scene.ghosts.map((ghost) => [ghost.id, ghost.joinsAt])),
        boxes,
        selected: new Set(ids),
        isFrame: (kind) => frameSizeOf(kind) !== null,
      },
      kept.nodes,
    );
    kept.nodes = next;
    return next as FlowNode[];
  }, [scene, notes, boxes, ids, kept]);
}

/** A double click writes a name or a note, and opens a connection. */
function openUnder(event: MouseEvent, openInspector: () => void): void {
  const target = event.target instanceof Element ? event.target : null;
  if (target === null || isBusy() || target.closest('[data-own-hands], [data-rim]') !== null)
    return;
  const part = target.closest<HTMLElement>('[data-node], [data-note]');
  const id = part?.dataset.node ?? part?.dataset.note;
  if (id !== undefined) startEditing(id);
  else if (target.closest('[data-edge]') !== null) openInspector();
}

/** Everything that listens to the table's own element. */
function followTable(table: HTMLElement | null): () => void {
  if (table === null) return () => {};
  const takeKeys = (event: Event) => {
    const isOwn = event.target instanceof Element && event.target.closest('[data-own-hands]');
    // A hand knows where it is: the ring is for keys.
    if (!isOwn) table.focus({ preventScroll: true, focusVisible: false });
  };
  // The middle button moves the camera, and must not begin the browser's own scrolling.
  const holdMiddle = (event: globalThis.MouseEvent) => {
    if (event.button === 1) event.preventDefault();
  };
  table.addEventListener('pointerdown', takeKeys, true);
  table.addEventListener('mousedown', holdMiddle);
  const leaving = [
    followHands(table, chooseGesture),
    followPointer(table),
    followSpace(table),
    followPinch(table),
    noteHands(table),
    () => table.removeEventListener('pointerdown', takeKeys, true),
    () => table.removeEventListener('mousedown', holdMiddle),
  ];
  return () => {
    for (const leave of leaving) leave();
  };
}

/**
 * The ring around the canvas and the keyboard's place are for those who use keys; a click gives the
 * focus too, silently.
 */
function noteHands(table: HTMLElement): () => void {
  const note = (event: Event) => {
    table.dataset.hands = event.type === 'keydown' ? 'keys' : 'pointer';
  };
  window.addEventListener('keydown', note, true);
  window.addEventListener('pointerdown', note, true);
  return () => {
    window.removeEventListener('keydown', note, true);
    window.removeEventListener('pointerdown', note, true);
  };
}

/**
 * For so long the inspector may grow after it appeared: the first time its contents are still on
 * their way.
 */
const GROWING_MS = 600;
const DOUBLE_CLICK_MS = 300;

/**
 * The inspector comes over the canvas, and must not cover what is selected. The table stands still
 * while a marquee is drawn on it.
 */
function keepSelectionInView(): () => void {
  let frame = 0;
  let growing: ReturnType<typeof setTimeout> | null = null;
  let later: ReturnType<typeof setTimeout> | null = null;
  const stop = () => {
    cancelAnimationFrame(frame);
    if (later !== null) clearTimeout(later);
    if (growing !== null) clearTimeout(growing);
    leaveIslands();
  };
  const islands = new ResizeObserver(() => {
    const last = useSelection.getState().ids.at(-1);
    if (last !== undefined) reveal(last);
  });
  const watchIslands = () => {
    for (const island of document.querySelectorAll('[data-island]')) islands.observe(island);
  };
  // A sheet joins the page somewhat later.
  const sheets = new MutationObserver(watchIslands);
  const leaveIslands = () => {
    islands.disconnect();
    sheets.disconnect();
  };
  const watch = () => {
    watchIslands();
    sheets.observe(document.body, { childList: true });
    growing = setTimeout(leaveIslands, GROWING_MS);
  };
  const isDrawing = () => useMarquee.getState().box !== null;
  const leave = useSelection.subscribe((state, before) => {
    const last = state.ids.at(-1);
    if (before.inspecting && !state.inspecting && matchMedia(PHONE_QUERY).matches) comeBack();
    const isOpening = state.inspecting && !before.inspecting;
    if (last === undefined || (last === before.ids.at(-1) && !isOpening)) return;
    stop();
    if (isDrawing()) return;
    // The second click of a double click must still find what the first one found.
    if (isOpening && matchMedia('(pointer: fine)').matches)
      later = setTimeout(watch, DOUBLE_CLICK_MS);
    else frame = requestAnimationFrame(watch);
  });
  const leaveMarquee = useMarquee.subscribe(() => {
    if (isDrawing()) return;
    stop();
    frame = requestAnimationFrame(watch);
  });
  return () => {
    stop();
    leave();
    leaveMarquee();
  };
}

/** Lends the camera to buttons and keys, and fits each document that is opened. */
function useCamera(table: RefObject<HTMLDivElement | null>): void {
  const flow = useReactFlow();
  const opened = useDocument((state) => state.opened);
  useEffect(() => {
    holdCamera(flow, table.current);
    return () => holdCamera(null, null);
  }, [flow, table]);
  const store = useStoreApi();
  useEffect(() => {
    const follow = ({ transform }: { transform: [number, number, number] }) =>
      useZoom.setState({ percent: Math.round(100 * transform[2]) });
    follow(store.getState());
    return store.subscribe(follow);
  }, [store]);
  const hasSize = useStore((state) => state.width > 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each opening fits once.
  useEffect(() => {
    if (!hasSize) return;
    const { camera } = useDocument.getState();
    if (camera === null) fitDiagram(false);
    else lookAt(camera);
  }, [opened, hasSize]);
}
