/**
 * The selected connection's settings on the line itself: how long, how lossy, cut or whole, led
 * elsewhere, gone.
 */
import { useStore } from '@xyflow/react';
import { Ellipsis, Scissors, Trash2 } from 'lucide-react';
import { useId, useState } from 'react';
import { edgeFields } from '../document/edge.ts';
import { type Offer, offersFor } from '../document/offers.ts';
import type { DocumentEdge, EdgeConfig } from '../document/types.ts';
import type { Curve } from '../lib/curve.ts';
import { protocolOf } from '../store/carried.ts';
import { edit } from '../store/document.ts';
import { useScene } from '../store/scene.ts';
import { startReconnecting } from '../store/selection.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { DurationInput, PercentInput } from '../ui/number-input.tsx';
import type { Box } from '../worker/protocol.ts';
import css from './edge-bar.module.css';
import { middleLane } from './edges.tsx';
import { removeSelected } from './gestures.ts';
import type { Point } from './layout.ts';
import { useLayout } from './layout-store.ts';
import { edgeName } from './names.ts';
import { useSelectedEdge } from './selected-edge.ts';
import { words } from './words.ts';

export function EdgeBar({ openInspector }: { openInspector: () => void }) {
  const id = useSelectedEdge();
  const edge = useScene((scene) => scene.edges.find((candidate) => candidate.id === id));
  const curve = useLayout((state) => middleLane(state.curves.get(id ?? '') ?? []));
  const boxes = useLayout((state) => state.resting);
  const zoom = useStore((state) => state.transform[2]);
  if (edge === undefined || curve === undefined) return null;
  const [x, y] = placeBar(middle(curve), [...boxes.values()], zoom);
  return (
    <div
      className={`${css.bar} nopan nowheel`}
      data-own-hands=""
      role="toolbar"
      aria-label={`${words.bar.label}: ${edgeName(edge)}`}
      style={{ left: x, top: y, transform: `scale(${1 / zoom}) translate(-50%, 0)` }}
    >
      <Settings key={edge.id} edge={edge} />
      <Fault edge={edge} />
      <More edge={edge} openInspector={openInspector} />
      <IconButton
        label={words.bar.remove}
        icon={<Trash2 strokeWidth={1.5} />}
        onClick={() => removeSelected()}
      />
    </div>
  );
}

function More({ edge, openInspector }: { edge: DocumentEdge; openInspector: () => void }) {
  const offers = useOffers(edge);
  return (
    <Menu
      trigger={<IconButton label={words.bar.ways} icon={<Ellipsis strokeWidth={1.5} />} />}
      entries={[
        ...faultEntries(offers),
        { id: 'rule' },
        {
          id: 'from',
          label: words.bar.moveFrom,
          act: () => startReconnecting(edge.id, 'from'),
        },
        { id: 'to', label: words.bar.moveTo, act: () => startReconnecting(edge.id, 'to') },
        { id: 'open', label: words.bar.more, act: openInspector },
      ]}
    />
  );
}

/** About how large the bar is, in CSS pixels, and how far from the line and from cards it stays. */
const BAR = { width: 388, height: 44 } as const;
const OFF = 14;

/**
 * Where the middle of the bar's upper edge goes: under the line, else above it, else below the
 * cards that would be covered.
 */
export function placeBar([x, y]: Point, boxes: readonly Box[], zoom: number): Point {
  const [width, height, off] = [BAR.width / zoom, BAR.height / zoom, OFF / zoom];
  const covered = (top: number) =>
    boxes.filter((box) => {
      // What holds the whole line is a frame around it.
      const isAround =
        box.x < x - width / 2 &&
        box.x + box.width > x + width / 2 &&
        box.y < y - height &&
        box.y + box.height > y + height;
      const isAside = box.x >= x + width / 2 || box.x + box.width <= x - width / 2;
      return !isAround && !isAside && box.y < top + height && box.y + box.height > top;
    });
  const under = covered(y + off);
  if (under.length === 0) return [x, y + off];
  if (covered(y - off - height).length === 0) return [x, y - off - height];
  return [x, Math.max(...under.map((box) => box.y + box.height)) + off];
}

function middle([x1, y1, cx1, cy1, cx2, cy2, x2, y2]: Curve): [number, number] {
  return [(x1 + 3 * cx1 + 3 * cx2 + x2) / 8, (y1 + 3 * cy1 + 3 * cy2 + y2) / 8];
}

function Settings({ edge }: { edge: DocumentEdge }) {
  const latency = edge.config?.latency ?? edgeFields.latency.default;
  const loss = edge.config?.loss ?? edgeFields.loss.default;
  const set = (config: EdgeConfig) => edit({ edit: 'set-edge', edge: edge.id, config });
  return (
    <>
      {latency.dist === 'constant' ? (
        <Amount label={words.bar.latency}>
          {(ids, onError) => (
            <DurationInput
              ids={ids}
              value={latency.value}
              min={0}
              onCommit={(value) => set({ latency: { dist: 'constant', value } })}
              onError={onError}
            />
          )}
        </Amount>
      ) : (
        <span className={css.fixed} title={words.bar.spreadHelp}>
          {words.bar.latency} {words.bar.spread}
        </span>
      )}
      <Amount label={words.bar.loss}>
        {(ids, onError) => (
          <PercentInput
            ids={ids}
            value={loss}
            min={0}
            max={1}
            onCommit={(value) => set({ loss: value })}
            onError={onError}
          />
        )}
      </Amount>
    </>
  );
}

interface Ids {
  id: string;
  'aria-invalid'?: true;
}

function Amount(props: {
  label: string;
  children: (ids: Ids, onError: (sentence: string | null) => void) => React.ReactNode;
}) {
  const id = useId();
  const [error, setError] = useState<string | null>(null);
  return (
    <span className={css.amount}>
      <label className={css.label} htmlFor={id}>
        {props.label}
      </label>
      {props.children({ id, ...(error === null ? {} : { 'aria-invalid': true }) }, setError)}
      {error === null ? null : (
        <span className={css.error} role="alert">
          {error}
        </span>
      )}
    </span>
  );
}

/** The first of what can be done to it, or what ends that. */
function Fault({ edge }: { edge: DocumentEdge }) {
  const offers = useOffers(edge);
  const offer = offers.find(({ ends }) => ends) ?? offers[0];
  if (offer === undefined) return null;
  return (
    <Button look={offer.look} onClick={() => carryOut(offer)}>
      {offer.label}
    </Button>
  );
}

/** The other ways to do the first. */
function faultEntries(offers: readonly Offer[]) {
  const icon = <Scissors strokeWidth={1.5} size={16} aria-hidden="true" />;
  return offers
    .filter(({ deed }) => deed === offers[0]?.deed)
    .map((offer) => ({ id: offer.id, label: offer.label, icon, act: () => carryOut(offer) }));
}

function useOffers(edge: DocumentEdge): Offer[] {
  const inForce = useScene((scene) => scene.faults[edge.id]);
  return offersFor(edge, protocolOf(edge), { inForce, isDown: false });
}

function carryOut({ intervention }: Offer): void {
  edit({ edit: 'intervene', command: intervention });
}
