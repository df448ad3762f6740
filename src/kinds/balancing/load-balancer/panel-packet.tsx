/**
 * One packet, chosen from the latest: its addresses before and after the balancer, there and back.
 */
import { useId, useState } from 'react';
import { formatDuration } from '../../../lib/duration.ts';
import type { PanelProps } from '../../panel-props.ts';
import { PanelTable } from '../../shared/panel-table.tsx';
import type {
  Addresses,
  BalancerAnswers,
  BalancerObservation,
  PacketReport,
} from './observation.ts';
import styles from './panel.module.css';
import { words } from './panel-words.ts';
import type { BalancerConfig } from './spec.ts';

interface PacketViewProps
  extends Pick<PanelProps<BalancerConfig, BalancerObservation, BalancerAnswers>, 'ask'> {
  readonly isL4: boolean;
}

export function PacketView({ ask, isL4 }: PacketViewProps) {
  const packets = ask({ about: 'packets' });
  return packets === null ? null : <Packets packets={packets} isL4={isL4} />;
}

function Packets({
  packets,
  isL4,
}: {
  readonly packets: readonly PacketReport[];
  readonly isL4: boolean;
}) {
  const id = useId();
  const [chosen, setChosen] = useState<PacketReport | null>(null);
  const [newest] = packets;
  // The chosen one stays while newer ones come; its outcome is taken from the list as long as it is
  // there.
  const packet = packets.find((one) => one.onward === chosen?.onward) ?? chosen ?? newest ?? null;
  const listed = packet === null || packets.includes(packet) ? packets : [packet, ...packets];
  return (
    <section className={styles.section}>
      <h3 id={id}>{isL4 ? words.packet.l4 : words.packet.l7}</h3>
      {packet === null ? (
        <p className={styles.empty}>{words.none}</p>
      ) : (
        <>
          <select
            className={styles.select}
            aria-labelledby={id}
            value={chosen === null ? '' : packet.onward}
            onChange={(event) => {
              const wanted = event.target.value;
              setChosen(listed.find((one) => String(one.onward) === wanted) ?? null);
            }}
          >
            <option value="">{words.packet.newest}</option>
            {listed.map((one) => (
              <option key={one.onward} value={one.onward}>
                {`#${one.message} ${one.what} → ${one.backend ?? '?'}`}
              </option>
            ))}
          </select>
          <p className={styles.remark}>
            {words.packet.about(packet.message, packet.what, formatDuration(packet.atMs))}{' '}
            {packet.outcome}
          </p>
          <Route packet={packet} isL4={isL4} />
        </>
      )}
    </section>
  );
}

function Route({ packet, isL4 }: { readonly packet: PacketReport; readonly isL4: boolean }) {
  const { request, response } = packet;
  const steps: readonly (readonly [string, Addresses | null])[] = [
    [words.packet.requestBefore, request.before],
    [words.packet.requestAfter, request.after],
    [words.packet.responseBefore, response.before],
    [words.packet.responseAfter, response.after],
  ];
  return (
    <>
      <PanelTable
        names={words.packet.where}
        columns={[{ title: words.packet.addresses }]}
        rows={steps.map(([where, addresses]) => ({
          key: where,
          name: where,
          cells: [
            <span key="addresses" className={styles.mono}>
              {addresses === null ? '–' : `${addresses.source} → ${addresses.destination}`}
            </span>,
          ],
        }))}
      />
      <p className={styles.remark}>{isL4 ? words.packet.whyL4 : words.packet.whyL7}</p>
    </>
  );
}
