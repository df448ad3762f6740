/**
 * The settings of a node or an edge, generated from its fields: shown where they have an effect,
 * grouped, applied at once.
 */
import { useState } from 'react';
import { findBadEdgeSetting } from '../../document/config.ts';
import { type Line, lineKey, linesBetween, portsAt, surroundings } from '../../document/connect.ts';
import { replicaFields, scales } from '../../document/deeds-table.ts';
import { edgeFields, fieldsOfEdge } from '../../document/edge.ts';
import { type AnyConfig, completeConfig, type Field, type Fields } from '../../document/field.ts';
import { protocolsOf } from '../../document/protocol.ts';
import type { Spec } from '../../document/spec.ts';
import type { ConfigJson, DocumentEdge, DocumentNode, EdgeConfig } from '../../document/types.ts';
import { nameOf } from '../../document/words.ts';
import { edit } from '../../store/document.ts';
import { useScene } from '../../store/scene.ts';
import { select } from '../../store/selection.ts';
import { specOf, specs } from '../../store/specs.ts';
import { Button } from '../../ui/button.tsx';
import { Select } from '../../ui/select.tsx';
import { setConfig } from './set-config.ts';
import { rangeWords, Setting } from './setting.tsx';
import css from './settings.module.css';
import { words } from './words.ts';

export function NodeSettings({ node, spec }: { node: DocumentNode; spec: Spec }) {
  if (node.of !== undefined) return <OfTemplate template={node.of} />;
  return (
    <>
      {spec.replicates === true ? <Replicas node={node} /> : null}
      <OwnSettings node={node} spec={spec} />
    </>
  );
}

/** A replica has the settings of the part that it is one of. */
function OfTemplate({ template }: { template: string }) {
  const name = useScene(({ nodes }) => {
    const node = nodes.find(({ id }) => id === template);
    return node === undefined ? template : nameOf(node, specs());
  });
  return (
    <p className={css.none}>
      {words.settings.replicaOf(name)}{' '}
      <Button onClick={() => select([template])}>{words.settings.goTo(name)}</Button>
    </p>
  );
}

/** How many there are of it, and how many are needed. */
function Replicas({ node }: { node: DocumentNode }) {
  const { min, max } = node.replicas ?? { min: 1, max: 1 };
  const set = (name: string, value: unknown): string | null => {
    const count = Number(value);
    const wanted = name === 'min' ? [count, Math.max(count, max)] : [Math.min(min, count), count];
    const [least = 0, most = 1] = wanted;
    const command = scales(node.id, least, most);
    return edit({ edit: 'intervene', command }) ? null : words.settings.rejected;
  };
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>{words.settings.replicas}</legend>
      <Form key={node.id} fields={replicaFields} config={{ min, max }} onSet={set} />
    </fieldset>
  );
}

function OwnSettings({ node, spec }: { node: DocumentNode; spec: Spec }) {
  const set = (name: string, value: unknown): string | null =>
    setConfig(node, spec, { [name]: value } as ConfigJson);
  return (
    <Form
      key={node.id}
      fields={spec.fields}
      config={completeConfig(spec, node.config)}
      node={node.id}
      onSet={set}
    />
  );
}

export function EdgeSettings({ edge }: { edge: DocumentEdge }) {
  if (edge.inner) return <p className={css.none}>{words.settings.inner}</p>;
  return <DrawnSettings edge={edge} />;
}

function DrawnSettings({ edge }: { edge: DocumentEdge }) {
  const fields = fieldsOfEdge(edge.protocol, specs()) ?? edgeFields;
  const set = (name: string, value: unknown): string | null => {
    const config: EdgeConfig = { [name]: value };
    const bad = findBadEdgeSetting(edge.protocol, config, specs(), '');
    if (bad !== null) return bad.sentence;
    return edit({ edit: 'set-edge', edge: edge.id, config }) ? null : words.settings.rejected;
  };
  const config = completeConfig({ fields }, { ...edge.config });
  return (
    <>
      <Carries edge={edge} />
      <Form key={`${edge.id} ${edge.protocol}`} fields={fields} config={config} onSet={set} />
    </>
  );
}

/** What the edge carries, to be chosen where its ends leave a choice. */
function Carries({ edge }: { edge: DocumentEdge }) {
  const nodes = useScene((scene) => scene.nodes);
  const edges = useScene((scene) => scene.edges);
  const [source, target] = [edge.from, edge.to].map((id) => nodes.find((node) => node.id === id));
  const label = ({ protocol = '', port }: Line) =>
    words.settings.carried(protocolsOf(specs()).get(protocol)?.title ?? protocol, port);
  if (source === undefined || target === undefined || edge.protocol === undefined) return null;
  const on = surroundings({ nodes, edges: edges.filter((other) => other !== edge) }, specs());
  const lines = linesBetween(source, target, specs()).filter(
    (line) => !on.taken.has(lineKey(line)) && lineKey(line) !== lineKey(edge),
  );
  return (
    <>
      {lines.length === 0 ? (
        <p className={css.carries}>{label(edge)}</p>
      ) : (
        <Select
          ids={{}}
          label={words.settings.carries}
          value={lineKey(edge)}
          options={[edge, ...lines].map((line) => ({ value: lineKey(line), label: label(line) }))}
          onChoose={(key) => {
            const line = lines.find((one) => lineKey(one) === key);
            if (line !== undefined) edit({ edit: 'reconnect', edge: edge.id, ...line });
          }}
        />
      )}
      <MissingPort edge={edge} target={target} />
    </>
  );
}

/** Says so where the settings of its end do not offer the port that the edge names. */
function MissingPort({ edge, target }: { edge: DocumentEdge; target: DocumentNode }) {
  const { port, protocol } = edge;
  const isKnown = specOf(target.kind) !== undefined;
  const offered = portsAt(target, protocol, specs());
  if (port === undefined || !isKnown || offered.includes(port)) return null;
  return (
    <p className={css.missing}>
      {words.settings.noPort(nameOf(target, specs()), port, offered.join(', '))}
    </p>
  );
}

interface FormProps {
  /** The node whose settings they are. */
  node?: string;
  fields: Fields;
  config: AnyConfig;
  onSet: (name: string, value: unknown) => string | null;
}

function Form({ node, fields, config, onSet }: FormProps) {
  const [about, setAbout] = useState<Field | null>(null);
  const shown = Object.entries(fields).filter(([, field]) => field.shownWhen?.(config) !== false);
  if (shown.length === 0) return <p className={css.none}>{words.settings.none}</p>;
  return (
    <div className={css.form}>
      {groupsOf(shown).map(([group, members]) => (
        <fieldset key={group} className={css.group}>
          {group === '' ? null : <legend className={css.legend}>{group}</legend>}
          {members.map(([name, field]) => (
            <Setting
              key={name}
              field={field}
              value={config[name]}
              node={node}
              place={name}
              onSet={(value) => onSet(name, value)}
              onFocus={setAbout}
            />
          ))}
        </fieldset>
      ))}
      <p className={css.about} aria-hidden="true">
        {about === null ? (
          words.settings.focus
        ) : (
          <>
            {about.help} <span className={css.range}>{rangeWords(about)}</span>
          </>
        )}
      </p>
    </div>
  );
}

/** Fields by their group, in the order in which each group begins. */
function groupsOf(fields: readonly [string, Field][]): [string, [string, Field][]][] {
  const groups = new Map<string, [string, Field][]>();
  for (const entry of fields) {
    const group = entry[1].group ?? '';
    groups.set(group, [...(groups.get(group) ?? []), entry]);
  }
  return [...groups];
}
