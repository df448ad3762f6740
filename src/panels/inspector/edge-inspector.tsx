/** A selected edge: what gets through it, and how long that takes. */
import { Spline } from 'lucide-react';
import { useState } from 'react';
import { edgeDeedsOn } from '../../document/deeds-edge.ts';
import { NO_FAULTS } from '../../document/faults.ts';
import { laneCount, membersOf } from '../../document/members.ts';
import type { DocumentEdge } from '../../document/types.ts';
import { formatNumber, formatRate } from '../../lib/duration.ts';
import { protocolOf } from '../../store/carried.ts';
import { usePlayback } from '../../store/playback.ts';
import { useScene } from '../../store/scene.ts';
import { specOf } from '../../store/specs.ts';
import { Tabs } from '../../ui/tabs.tsx';
import { Faults } from '../faults/faults.tsx';
import css from './figures.module.css';
import headerCss from './header.module.css';
import { Header } from './header.tsx';
import { EdgeSettings } from './settings.tsx';
import { words } from './words.ts';

export function EdgeInspector({ edge }: { edge: DocumentEdge }) {
  const from = useScene((scene) => nameIn(scene.nodes, edge.from));
  const to = useScene((scene) => nameIn(scene.nodes, edge.to));
  const lanes = useScene(({ nodes }) => laneCount(edge, membersOf(nodes)));
  const faults = useScene((scene) => scene.faults[edge.id]) ?? NO_FAULTS;
  const known = Object.entries(edgeDeedsOn(protocolOf(edge)));
  const [worst] = known.filter(([name]) => faults[name] !== undefined);
  const [tab, setTab] = useState('settings');
  return (
    <>
      <Header
        id={edge.id}
        family="unknown"
        icon={<Spline strokeWidth={1.5} size={20} />}
        name={<h2 className={headerCss.title}>{words.inspector.edgeBetween(from, to)}</h2>}
        kind={words.inspector.edge(lanes)}
        says={
          worst === undefined ? (
            <span data-tone="normal">{words.figures.whole}</span>
          ) : (
            <span data-tone={worst[1].fault?.effect === 'shut' ? 'down' : 'saturated'}>
              {worst[1].words.inForce?.(faults[worst[0]] ?? {})}
            </span>
          )
        }
        canConnect={false}
      />
      <Faults part={edge} name={words.inspector.edgeBetween(from, to)} isDown={false} />
      <Tabs
        label={words.inspector.tabs}
        shown={tab}
        onShow={setTab}
        pages={[
          { id: 'now', label: words.inspector.now, content: <Now id={edge.id} /> },
          {
            id: 'settings',
            label: words.inspector.settings,
            content: <EdgeSettings edge={edge} />,
          },
        ]}
      />
    </>
  );
}

function nameIn(nodes: readonly { id: string; kind: string; name?: string }[], id: string): string {
  const node = nodes.find((candidate) => candidate.id === id);
  return node?.name ?? (node === undefined ? id : (specOf(node.kind)?.title ?? node.kind));
}

function Now({ id }: { id: string }) {
  const report = usePlayback((state) => state.report?.edges.find((edge) => edge.id === id));
  if (report === undefined) return <p className={css.none}>{words.inspector.noFigures}</p>;
  return (
    <table className={css.figures}>
      <tbody>
        <tr>
          <th scope="row">{words.figures.inFlight}</th>
          <td>{formatNumber(report.inFlight)}</td>
        </tr>
        <tr>
          <th scope="row">{words.figures.perSecond}</th>
          <td>{formatRate(report.perSecond)}</td>
        </tr>
        <tr>
          <th scope="row">{words.figures.repeats}</th>
          <td>{formatNumber(report.repeats)}</td>
        </tr>
      </tbody>
    </table>
  );
}
