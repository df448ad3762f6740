/**
 * The table itself: React Flow carries camera, cards and dragging; lines, dots and pops lie in its moving layer. Everything a hand
 * does here ends in gestures.ts.
 */
import {
  ConnectionMode,
  type FinalConnectionState,
  type NodeChange,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
  useStore,
  ViewportPortal,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { type KeyboardEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { useDocument } from '../store/document.ts';
import { useScene } from '../store/scene.ts';
import { useSelection } from '../store/selection.ts';
import { fitDiagram, holdCamera, LEGIBLE, lookAt, reveal, toCanvas, ZOOM } from './camera.ts';
import css from './canvas.module.css';
import { Card } from './card.tsx';
import { Edges } from './edges.tsx';
import { type FlowNode, flowNodes, LAYER } from './flow-nodes.ts';
import { connect, pickCanvas, pickNode, settle } from './gestures.ts';
import { canvasKey } from './keyboard.ts';
import { GRID, type Point } from './layout.ts';
import { drag, drawnNodes, followScene, frameSizeOf, useLayout } from './layout-store.ts';
import { Paint } from './paint.tsx';
import { PlacingGhost } from './placing-ghost.tsx';
import { PopLayer } from './pop-layer.tsx';
import { showTargets, useTargets } from './targets.ts';
import { words } from './words.ts';

const nodeTypes = { card: Card, frame: Card };
const NO_EDGES: never[] = [];
const SNAP: [number, number] = [GRID, GRID];

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
  const isConnecting = useSelection((state) => state.connecting !== null);
  const isFar = useStore((state) => state.transform[2] < LEGIBLE);
  useCamera(table);
  useEffect(followScene, []);
  useEffect(keepSelectionInView, []);
  useEffect(() => followHands(table.current), []);

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
      role="application"
      aria-label={words.canvas}
      aria-description={words.canvasHelp}
      aria-activedescendant={cursor === null ? undefined : `node-${cursor}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: the canvas is one tab stop that handles its own keys.
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDownCapture={() => table.current?.focus({ preventScroll: true })}
    >
      <Flow nodes={nodes} />
      <PlacingGhost />
    </div>
  );
}

function Flow({ nodes }: { nodes: FlowNode[] }) {
  return (
    <ReactFlow<FlowNode>
      nodes={nodes}
      edges={NO_EDGES}
      nodeTypes={nodeTypes}
      onNodesChange={dragNodes}
      onNodeDragStop={(_event, node) => settle(node.id)}
      onNodeClick={(event, node) => pickNode(node.id, event.shiftKey)}
      onPaneClick={(event) => pickCanvas(toCanvas(event.clientX, event.clientY))}
      onConnectStart={(_event, { nodeId }) => showTargets(nodeId)}
      onConnectEnd={endConnection}
      isValidConnection={({ source, target }) =>
        source === useTargets.getState().from && useTargets.getState().refusals.get(target) === null
      }
      connectionMode={ConnectionMode.Loose}
      connectOnClick={false}
      minZoom={ZOOM.least}
      maxZoom={ZOOM.most}
      snapToGrid
      snapGrid={SNAP}
      panOnScroll
      zoomOnDoubleClick={false}
      deleteKeyCode={null}
      selectionKeyCode={null}
      multiSelectionKeyCode={null}
      panActivationKeyCode={null}
      disableKeyboardA11y
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      selectNodesOnDrag={false}
      zIndexMode="manual"
      nodeDragThreshold={4}
      nodeClickDistance={4}
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
        </div>
      </ViewportPortal>
    </ReactFlow>
  );
}

const PRO = { hideAttribution: true };

/** The flow nodes of what is on the table, unchanged ones kept. */
function useFlowNodes(): FlowNode[] {
  const scene = useScene();
  const layout = useLayout((state) => state.layout);
  const drafts = useLayout((state) => state.drafts);
  const ids = useSelection((state) => state.ids);
  const [kept] = useState<{ nodes: readonly FlowNode[] }>(() => ({ nodes: [] }));
  return useMemo(() => {
    const next = flowNodes(
      {
        nodes: drawnNodes(),
        joinsAt: new Map(scene.ghosts.map((ghost) => [ghost.id, ghost.joinsAt])),
        boxes: layout.boxes,
        drafts,
        selected: new Set(ids),
        isFrame: (kind) => frameSizeOf(kind) !== null,
      },
      kept.nodes,
    );
    kept.nodes = next;
    return next as FlowNode[];
  }, [scene, layout, drafts, ids, kept]);
}

/** React Flow reports every step of a drag; the document hears of it when the hand lets go. */
function dragNodes(changes: NodeChange<FlowNode>[]): void {
  const drafts = new Map<string, Point>(useLayout.getState().drafts);
  let isDragging = false;
  for (const change of changes) {
    if (change.type !== 'position' || change.position === undefined || !change.dragging) continue;
    drafts.set(change.id, [change.position.x, change.position.y]);
    isDragging = true;
  }
  if (isDragging) drag(drafts);
}

/** Dropping anywhere on a card connects to it; the refusal of an illegal one is said. */
function endConnection(event: MouseEvent | TouchEvent, state: FinalConnectionState): void {
  showTargets(useSelection.getState().connecting);
  const from = state.fromNode?.id;
  const to = state.toNode?.id ?? nodeUnder(event);
  if (from !== undefined && to !== undefined && to !== from) connect(from, to);
}

function nodeUnder(event: MouseEvent | TouchEvent): string | undefined {
  const point = 'changedTouches' in event ? event.changedTouches[0] : event;
  if (point === undefined) return undefined;
  const element = document.elementFromPoint(point.clientX, point.clientY);
  return element?.closest<HTMLElement>('[data-node]')?.dataset.node;
}

/** The ring around the canvas and the keyboard's place are for those who use keys; a click gives the focus too, silently. */
function followHands(table: HTMLElement | null): () => void {
  const note = (event: Event) => {
    if (table !== null) table.dataset.hands = event.type === 'keydown' ? 'keys' : 'pointer';
  };
  window.addEventListener('keydown', note, true);
  window.addEventListener('pointerdown', note, true);
  return () => {
    window.removeEventListener('keydown', note, true);
    window.removeEventListener('pointerdown', note, true);
  };
}

/** For so long the inspector may grow after it appeared: the first time its contents are still on their way. */
const GROWING_MS = 600;

/** The inspector comes over the canvas, and must not cover what is selected. */
function keepSelectionInView(): () => void {
  let frame = 0;
  let growing: ReturnType<typeof setTimeout> | null = null;
  const stop = () => {
    cancelAnimationFrame(frame);
    if (growing !== null) clearTimeout(growing);
    islands.disconnect();
  };
  const islands = new ResizeObserver(() => {
    const last = useSelection.getState().ids.at(-1);
    if (last !== undefined) reveal(last);
  });
  const watch = () => {
    for (const island of document.querySelectorAll('[data-island]')) islands.observe(island);
    growing = setTimeout(() => islands.disconnect(), GROWING_MS);
  };
  const leave = useSelection.subscribe((state, before) => {
    const last = state.ids.at(-1);
    const isOpening = state.inspecting && !before.inspecting;
    if (last === undefined || (last === before.ids.at(-1) && !isOpening)) return;
    stop();
    frame = requestAnimationFrame(watch);
  });
  return () => {
    stop();
    leave();
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
  const hasSize = useStore((state) => state.width > 0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each opening fits once, whatever is edited afterwards.
  useEffect(() => {
    if (!hasSize) return;
    const { camera } = useDocument.getState();
    if (camera === null) fitDiagram(false);
    else lookAt(camera);
  }, [opened, hasSize]);
}
