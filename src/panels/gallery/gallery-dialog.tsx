/**
 * The scenes worth opening, each with its picture: searched by words, family and concept. A card is
 * a link like any other.
 */
import { type MouseEvent, useEffect, useMemo, useState } from 'react';
import type { Family } from '../../document/spec.ts';
import { CONCEPTS, type Concept } from '../../scenarios/about.ts';
import { closeDialog } from '../../store/shell.ts';
import { entries } from '../../store/specs.ts';
import { Button } from '../../ui/button.tsx';
import { CardGrid, type CardHold } from '../../ui/card-grid.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SearchInput } from '../../ui/search-input.tsx';
import { Select } from '../../ui/select.tsx';
import { SceneThumbnail } from '../documents/scene-thumbnail.tsx';
import { words as panelWords } from '../words.ts';
import css from './gallery-dialog.module.css';
import { findScenes, type GalleryScene, loadScenes, type Wanted } from './scenes.ts';
import { words } from './words.ts';

export function GalleryDialog() {
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : closeDialog())}
      title={words.title}
      about={words.about}
      closeLabel={words.close}
      wide
    >
      <Contents />
    </Dialog>
  );
}

const EVERYTHING: Wanted = { text: '', family: null, concept: null };

function Contents() {
  const [loaded, setLoaded] = useState<Awaited<ReturnType<typeof loadScenes>> | null>(null);
  const [wanted, setWanted] = useState(EVERYTHING);
  useEffect(() => {
    let isOpen = true;
    void loadScenes(entries()).then((all) => isOpen && setLoaded(all));
    return () => {
      isOpen = false;
    };
  }, []);
  const found = useMemo(() => findScenes(loaded?.scenes ?? [], wanted), [loaded, wanted]);
  if (loaded === null) return <p className={css.none}>{words.reading}</p>;
  const { scenes, missing } = loaded;
  return (
    <>
      <Filters scenes={scenes} wanted={wanted} onWanted={setWanted} />
      <p className={css.found} role="status">
        {words.found(found.length, scenes.length)}
        {missing === 0 ? '' : ` · ${words.missing(missing)}`}
      </p>
      <div className={css.list}>
        {found.length > 0 ? (
          <CardGrid
            label={words.list}
            items={found}
            keyOf={(scene) => scene.slug}
            card={(scene, hold) => <SceneCard scene={scene} hold={hold} />}
          />
        ) : (
          <div className={css.none}>
            <p>{words.none}</p>
            <Button onClick={() => setWanted(EVERYTHING)}>{words.showAll}</Button>
          </div>
        )}
      </div>
    </>
  );
}

interface FiltersProps {
  scenes: readonly GalleryScene[];
  wanted: Wanted;
  onWanted: (wanted: Wanted) => void;
}

/** A closed list says "any" by an empty value. */
const ANY = '';

function Filters({ scenes, wanted, onWanted }: FiltersProps) {
  // What no scene has is not offered.
  const families = [...new Set(scenes.flatMap((scene) => scene.families))];
  const concepts = (Object.keys(CONCEPTS) as Concept[]).filter((concept) =>
    scenes.some((scene) => scene.concepts.includes(concept)),
  );
  return (
    <div className={css.filters}>
      <SearchInput
        label={words.search}
        text={wanted.text}
        onText={(text) => onWanted({ ...wanted, text })}
      />
      <span className={css.choice}>
        <Select
          ids={{}}
          label={words.family}
          value={wanted.family ?? ANY}
          options={[
            { value: ANY, label: words.anyFamily },
            ...families.map((value) => ({ value, label: panelWords.palette.families[value] })),
          ]}
          onChoose={(value) =>
            onWanted({ ...wanted, family: value === ANY ? null : (value as Family) })
          }
        />
      </span>
      <span className={css.choice}>
        <Select
          ids={{}}
          label={words.concept}
          value={wanted.concept ?? ANY}
          options={[
            { value: ANY, label: words.anyConcept },
            ...concepts.map((value) => ({ value, label: CONCEPTS[value] })),
          ]}
          onChoose={(value) =>
            onWanted({ ...wanted, concept: value === ANY ? null : (value as Concept) })
          }
        />
      </span>
    </div>
  );
}

function SceneCard({ scene, hold }: { scene: GalleryScene; hold: CardHold }) {
  const { slug, document, line, concepts } = scene;
  return (
    <a {...hold} href={addressOf(slug)} onClick={follow}>
      <SceneThumbnail document={document} />
      <span className={css.title}>{document.title}</span>
      <span className={css.line}>{line}</span>
      <span className={css.concepts}>
        {concepts.map((concept) => (
          <span key={concept} className={css.concept}>
            {CONCEPTS[concept]}
          </span>
        ))}
      </span>
    </a>
  );
}

/** In full: what begins with `#` is taken for a way to skip to a place within the page. */
function addressOf(slug: string): string {
  return `${location.href.replace(/#.*$/s, '')}#x=${slug}`;
}

/** The browser follows the link; to where the address is already, it would not go. */
function follow(event: MouseEvent<HTMLAnchorElement>): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (location.hash === event.currentTarget.hash) {
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  }
  closeDialog();
}
