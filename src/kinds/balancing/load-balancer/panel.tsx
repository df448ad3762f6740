/**
 * The inspector's view of a balancer: who gets how much, which connections stand, and what
 * addresses a packet carries on its way.
 */
import { formatDuration, formatNumber, formatShare } from '../../../lib/duration.ts';
import type { PanelProps } from '../../panel-props.ts';
import shared from '../../shared/panel.module.css';
import { PanelTable } from '../../shared/panel-table.tsx';
import type {
  BackendDetails,
  BalancerAnswers,
  BalancerObservation,
  LegReport,
} from './observation.ts';
import styles from './panel.module.css';
import { Distribution } from './panel-distribution.tsx';
import { Health } from './panel-health.tsx';
import { PacketView } from './panel-packet.tsx';
import { words } from './panel-words.ts';
import type { BalancerConfig } from './spec.ts';

type Props = PanelProps<BalancerConfig, BalancerObservation, BalancerAnswers>;

export function Panel({ observation, ask }: Props) {
  const isL4 = observation.mode === 'l4';
  return (
    <div className={shared.panel}>
      <Backends ask={ask} isL4={isL4} panics={observation.panics} />
      <Refusals refusals={observation.refusals} />
      <Connections ask={ask} title={isL4 ? words.connections.l4 : words.connections.l7} />
      {isL4 && <NatTable ask={ask} ports={observation.natPorts} />}
      <PacketView ask={ask} isL4={isL4} />
    </div>
  );
}

type Asking = Pick<Props, 'ask'>;

function Backends({
  ask,
  isL4,
  panics,
}: Asking & { readonly isL4: boolean; readonly panics: boolean }) {
  const answer = ask({ about: 'backends' });
  if (answer === null) return null;
  return (
    <>
      <Distribution backends={answer.backends} latest={answer.latest} />
      <Shares backends={answer.backends} isL4={isL4} />
      <Health backends={answer.backends} panics={panics} />
    </>
  );
}

function Shares({
  backends,
  isL4,
}: {
  readonly backends: readonly BackendDetails[];
  readonly isL4: boolean;
}) {
  if (backends.length === 0) return <p className={styles.empty}>{words.noBackends}</p>;
  return (
    <PanelTable
      caption={words.shares.title}
      names={words.shares.backend}
      columns={[
        { title: words.shares.share },
        { title: words.shares.picks, isNumber: true },
        { title: isL4 ? words.shares.connectionsNow : words.shares.requestsNow, isNumber: true },
      ]}
      rows={backends.map((backend) => ({
        key: backend.id,
        name: backend.name,
        detail: healthOf(backend),
        cells: [
          <Share key="share" share={backend.share} />,
          formatNumber(backend.picks),
          backend.limit > 0 ? `${backend.active} / ${backend.limit}` : backend.active,
        ],
      }))}
    />
  );
}

function Share({ share }: { readonly share: number }) {
  return (
    <>
      <span className={styles.bar} aria-hidden="true">
        <span style={{ width: `${100 * share}%` }} />
      </span>
      {formatShare(share)}
    </>
  );
}

function healthOf(backend: BackendDetails): string {
  const facts: string[] = [words.health.states[backend.health]];
  if (backend.weight !== 1) facts.push(words.weight(backend.weight));
  if (backend.backup) facts.push(words.backup);
  if (backend.effectiveWeight < backend.weight) {
    facts.push(words.warmingUp(formatNumber(backend.effectiveWeight)));
  }
  if (backend.failures > 0) facts.push(words.failures(backend.failures));
  return facts.join(' · ');
}

function Refusals({ refusals }: { readonly refusals: Readonly<Record<string, number>> }) {
  const entries = Object.entries(refusals);
  if (entries.length === 0) return null;
  return (
    <p className={styles.remark}>
      {words.turnedAway} {entries.map(([reason, count]) => `${reason} ×${count}`).join(', ')}
    </p>
  );
}

function Connections({ ask, title }: Asking & { readonly title: string }) {
  const answer = ask({ about: 'connections' });
  if (answer === null) return null;
  const { rows, count } = answer;
  return (
    <Scrolling title={titleWithCount(title, rows.length, count)} isEmpty={rows.length === 0}>
      <thead>
        <tr>
          <th scope="col">{words.connections.leg}</th>
          <th scope="col">{words.connections.addresses}</th>
        </tr>
      </thead>
      {rows.map(({ front, back, backend }) => (
        <tbody key={`${front?.id ?? ''}-${back?.id ?? ''}`}>
          {front !== null && <Leg leg={front} to={null} title={words.connections.clientLeg} />}
          {back !== null && <Leg leg={back} to={backend} title={words.connections.backendLeg} />}
        </tbody>
      ))}
    </Scrolling>
  );
}

function Leg({
  leg,
  to,
  title,
}: {
  readonly leg: LegReport;
  readonly to: string | null;
  readonly title: string;
}) {
  const facts = [
    to,
    leg.transport.toUpperCase(),
    words.states[leg.state],
    costOf(leg),
    words.connections.requests(leg.requests),
  ];
  return (
    <tr>
      <th scope="row">{title}</th>
      <td>
        <span className={styles.mono}>
          {leg.source} → {leg.destination}
        </span>
        <span className={shared.soft}>{facts.filter((fact) => fact !== null).join(' · ')}</span>
      </td>
    </tr>
  );
}

function costOf({ handshakeMs, state }: LegReport): string | null {
  if (handshakeMs !== null) return words.connections.handshake(formatDuration(handshakeMs));
  return state === 'opening' ? words.connections.noHandshakeYet : null;
}

function NatTable({ ask, ports }: Asking & { readonly ports: number }) {
  const answer = ask({ about: 'nat' });
  if (answer === null) return null;
  const { rows, count } = answer;
  const title = titleWithCount(words.nat.title(ports), rows.length, count);
  return (
    <Scrolling title={title} isEmpty={rows.length === 0}>
      <thead>
        <tr>
          <th scope="col">{words.nat.way}</th>
          <th scope="col">{words.nat.addresses}</th>
        </tr>
      </thead>
      {rows.map((row) => (
        <tbody key={`${row.transport} ${row.nat}`}>
          <tr>
            <th scope="row">{words.nat.there}</th>
            <td className={styles.mono}>
              {row.client} → {row.balancer}
              <br />
              {words.nat.becomes} {row.nat} → {row.backend}
            </td>
          </tr>
          <tr>
            <th scope="row">{words.nat.back}</th>
            <td className={styles.mono}>
              {row.backend} → {row.nat}
              <br />
              {words.nat.becomes} {row.balancer} → {row.client}
            </td>
          </tr>
        </tbody>
      ))}
    </Scrolling>
  );
}

/** A table that may be wider and longer than the panel: it scrolls by itself, by keyboard too. */
function Scrolling({
  title,
  isEmpty,
  children,
}: {
  readonly title: string;
  readonly isEmpty: boolean;
  readonly children: React.ReactNode;
}) {
  return (
    <div className={styles.section}>
      <h3>{title}</h3>
      {isEmpty ? (
        <p className={styles.empty}>{words.none}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls needs a tab stop.
        <section className={styles.scroll} tabIndex={0} aria-label={title}>
          <table className={shared.table}>{children}</table>
        </section>
      )}
    </div>
  );
}

function titleWithCount(title: string, shown: number, count: number): string {
  return shown < count ? words.newestOf(title, shown, count) : `${title} · ${count}`;
}
