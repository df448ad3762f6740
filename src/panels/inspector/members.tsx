/** What stands in a frame: each member by its name, with its state in words. A press selects it. */
import { useDocument } from '../../store/document.ts';
import { useLive } from '../../store/live.ts';
import { useScene } from '../../store/scene.ts';
import { select } from '../../store/selection.ts';
import { partName } from '../part-name.ts';
import css from './members.module.css';
import { words } from './words.ts';

export function Members({ of }: { of: string }) {
  const nodes = useScene((scene) => scene.nodes);
  const members = nodes.filter((node) => node.in === of);
  return (
    <section>
      <h2 className={css.heading}>{words.members.title}</h2>
      {members.length === 0 ? (
        <p className={css.none}>{words.members.none}</p>
      ) : (
        <ul className={css.list} aria-label={words.members.title}>
          {members.map(({ id }) => (
            <Member key={id} id={id} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Member({ id }: { id: string }) {
  const document = useDocument((state) => state.document);
  const live = useLive((state) => state.cards.get(id));
  return (
    <li>
      <button type="button" className={css.member} onClick={() => select([id])}>
        <span className={css.name}>{partName(id, document)}</span>
        <span className={css.says} data-tone={live?.tone} style={{ color: live?.ink }}>
          {live?.words}
        </span>
      </button>
    </li>
  );
}
