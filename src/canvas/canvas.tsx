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
import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useDocument } from '../store/document.ts';
import { usePreferences } from '../store/preferences.ts';
import { useScene } from '../store/scene.ts';
import { isPlacing, useSelection } from '../store/selection.ts';
import { late } from '../ui/late.tsx';
import { PHONE_QUERY, useMedia } from '../ui/media.ts';
import { keepEarly, useAtHand, withHands } from './at-hand.ts';
import { fitDiagram, holdCamera, LEGIBLE, lookAt, toCanvas, ZOOM } from './camera.ts';
import css from './canvas.module.css';
import { Card } from './card.tsx';
import { Edges, isAdditive } from './edges.tsx';
import { type FlowNode, flowNodes, LAYER } from './flow-nodes.ts';
import { followOr } from './follow.ts';
import { drawnNodes, foldedFrames, followScene, holdsOthers, useLayout } from './layout-store.ts';
import { Paint } from './paint.tsx';
import { PopLayer } from './pop-layer.tsx';
import { useSelectedEdge } from './selected-edge.ts';
import { useSpace } from './space-bar.ts';
import { words } from './words.ts';
import { useZoom } from './zoom.ts';

const NoteCard = late(async () => (await import('./note-card.tsx')).NoteCard);
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
  const Hands = useAtHand(({ here }) => here?.HandsOn);
  const isHeld = useSpace((state) => state.isHeld);
  const isFar = useStore((state) => state.transform[2] < LEGIBLE);
  const hasMap = usePreferences((state) => state.minimap);
  const isWide = useMedia(MAP_QUERY);
  useCamera(table);
  useEffect(followScene, []);
  useEffect(() => takeKeys(table.current), []);
  useEffect(() => {
    if (Hands !== undefined) NoteCard.preload();
  }, [Hands]);
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
      onDragStart={(event) => event.preventDefault()}
    >
      <Flow nodes={nodes} openInspector={openInspector} />
      {Hands === undefined ? null : <Hands table={table} openInspector={openInspector} />}
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
        withHands((hands) => {
          if (isPlacing()) hands.pickCanvas(toCanvas(event.clientX, event.clientY));
          else if (type === 'note') hands.pickPart(id, isAdditive(event));
          else hands.pickNode(id, isAdditive(event));
        });
      }}
      onPaneClick={(event) =>
        followOr(event, () =>
          withHands(({ pickCanvas }) => pickCanvas(toCanvas(event.clientX, event.clientY))),
        )
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
        isFrame: holdsOthers,
        folded: foldedFrames(),
      },
      kept.nodes,
    );
    kept.nodes = next;
    return next as FlowNode[];
  }, [scene, notes, boxes, ids, kept]);
}

/** A press on the table gives it the keyboard. Undoes itself by the returned function. */
function takeKeys(table: HTMLElement | null): () => void {
  if (table === null) return () => {};
  const take = (event: Event) => {
    const isOwn = event.target instanceof Element && event.target.closest('[data-own-hands]');
    // A hand knows where it is: the ring is for keys.
    if (!isOwn) table.focus({ preventScroll: true, focusVisible: false });
  };
  // The middle button moves the camera, and must not begin the browser's own scrolling.
  const holdMiddle = (event: globalThis.MouseEvent) => {
    if (event.button === 1) event.preventDefault();
  };
  table.addEventListener('pointerdown', take, true);
  table.addEventListener('mousedown', holdMiddle);
  const forget = keepEarly(table);
  return () => {
    table.removeEventListener('pointerdown', take, true);
    table.removeEventListener('mousedown', holdMiddle);
    forget();
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
