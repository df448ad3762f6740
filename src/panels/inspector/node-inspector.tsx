/** A selected node. */
import { useState } from 'react';
import type { Spec } from '../../document/spec.ts';
import type { DocumentNode } from '../../document/types.ts';
import { useDocument } from '../../store/document.ts';
import { useLive } from '../../store/live.ts';
import { seek } from '../../store/playback.ts';
import { useScene } from '../../store/scene.ts';
import { entryOf, specOf } from '../../store/specs.ts';
import { Button } from '../../ui/button.tsx';
import { KindIcon } from '../../ui/kind-icon.tsx';
import { Tabs } from '../../ui/tabs.tsx';
import { Faults } from '../faults/faults.tsx';
import { shortClock } from '../format.ts';
import { READABLE_MS, useAnswer } from '../use-answer.ts';
import { Figures } from './figures.tsx';
import { Header, NameInput } from './header.tsx';
import { Help } from './help.tsx';
import { Members } from './members.tsx';
import css from './node-inspector.module.css';
import { OwnPanel } from './own-panel.tsx';
import { NodeSettings } from './settings.tsx';
import { StateStrip } from './state-strip.tsx';
import { States } from './states.tsx';
import { words } from './words.ts';

/** The tab somebody looked at last is shown for the next part, too. */
let lastTab = 'now';

export function NodeInspector({ node }: { node: DocumentNode }) {
  const isOutline = useDocument((state) => state.outline);
  const spec = isOutline ? undefined : specOf(node.kind);
  const joinsAt = useScene(
    (scene) => scene.ghosts.find((ghost) => ghost.id === node.id)?.joinsAt ?? null,
  );
  const live = useLive((state) => state.cards.get(node.id));
  const entry = entryOf(node.kind);
  const title = entry?.title ?? node.kind;
  return (
    <>
      <Header
        id={node.id}
        family={entry?.family ?? 'unknown'}
        icon={<KindIcon name={entry?.icon ?? ''} />}
        name={<NameInput id={node.id} name={node.name ?? title} title={title} />}
        kind={title}
        says={
          live === undefined ? null : (
            <span data-tone={live.tone} style={{ color: live.ink }}>
              {live.words}
            </span>
          )
        }
        canConnect={spec !== undefined && spec.gives.length > 0}
      />
      {spec === undefined ? (
        <p className={css.remark}>
          {isOutline ? words.inspector.outlined : words.inspector.unknown}
        </p>
      ) : null}
      {live === undefined || live.out === '' ? null : (
        <p className={css.remark}>{words.inspector.out(live.out.split('\n'))}</p>
      )}
      {joinsAt === null ? null : <JoinsLater at={joinsAt * 1000} />}
      {spec === undefined ? null : (
        <Known node={node} spec={spec} isHere={joinsAt === null} isDown={live?.tone === 'down'} />
      )}
    </>
  );
}

function JoinsLater({ at }: { at: number }) {
  return (
    <p className={css.remark}>
      {words.inspector.ghost(shortClock(at))}{' '}
      <Button onClick={() => seek(at)}>{words.inspector.goThere}</Button>
    </p>
  );
}

interface KnownProps {
  node: DocumentNode;
  spec: Spec;
  isHere: boolean;
  isDown: boolean;
}

function Known({ node, spec, isHere, isDown }: KnownProps) {
  const [tab, setTab] = useState(lastTab);
  const nothing = <p className={css.none}>{words.inspector.noFigures}</p>;
  const show = (id: string) => {
    lastTab = id;
    setTab(id);
  };
  return (
    <>
      {isHere ? (
        <Faults part={node} spec={spec} name={node.name ?? spec.title} isDown={isDown} />
      ) : null}
      <Tabs
        label={words.inspector.tabs}
        shown={tab}
        onShow={show}
        pages={[
          {
            id: 'now',
            label: words.inspector.now,
            content: isHere ? <Now node={node} spec={spec} /> : nothing,
          },
          {
            id: 'settings',
            label: words.inspector.settings,
            content: <NodeSettings node={node} spec={spec} />,
          },
          {
            id: 'states',
            label: words.inspector.states,
            content: isHere ? <States node={node} /> : nothing,
          },
          { id: 'help', label: words.inspector.help, content: <Help kind={node.kind} /> },
        ]}
      />
    </>
  );
}

interface NowProps {
  node: DocumentNode;
  spec: Spec;
}

function Now({ node, spec }: NowProps) {
  const report = useAnswer({ ask: 'figures', node: node.id }, READABLE_MS);
  if (report === null) return null;
  return (
    <>
      {spec.frame === undefined ? null : <Members of={node.id} />}
      {/* A frame through which nothing passes has no figures: its members have. */}
      {spec.frame !== undefined && report.total.throughputPerSecond === null ? null : (
        <Figures report={report} />
      )}
      <StateStrip node={node.id} />
      <OwnPanel node={node} spec={spec} />
    </>
  );
}
