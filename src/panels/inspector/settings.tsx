/**
 * The settings of a node or an edge, generated from its fields: shown where they have an effect,
 * grouped, applied at once.
 */
import { useState } from 'react';
import { edgeFields } from '../../document/edge.ts';
import type { Fields } from '../../document/field.ts';
import { type AnyConfig, completeConfig, type Field } from '../../document/field.ts';
import type { Spec } from '../../document/spec.ts';
import type { ConfigJson, DocumentEdge, DocumentNode, EdgeConfig } from '../../document/types.ts';
import { edit } from '../../store/document.ts';
import { words } from '../words.ts';
import { setConfig } from './set-config.ts';
import { rangeWords, Setting } from './setting.tsx';
import css from './settings.module.css';

export function NodeSettings({ node, spec }: { node: DocumentNode; spec: Spec }) {
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
  const set = (name: string, value: unknown): string | null => {
    const config = { [name]: value } as EdgeConfig;
    return edit({ edit: 'set-edge', edge: edge.id, config }) ? null : words.settings.refused;
  };
  const config = completeConfig({ fields: edgeFields }, { ...edge.config });
  return <Form key={edge.id} fields={edgeFields} config={config} onSet={set} />;
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
