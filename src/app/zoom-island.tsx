/**
 * Bottom right: how large the table is seen, and buttons for it. Where there is no room for it two
 * fingers do the same.
 */
import { Maximize, Minus, Plus } from 'lucide-react';
import { fitDiagram, zoomIn, zoomOut, zoomToLife } from '../canvas/camera.ts';
import { useZoom } from '../canvas/zoom.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Island } from '../ui/island.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import css from './app.module.css';
import { keyWords } from './command.ts';
import { commandWords } from './command-words.ts';
import { words } from './words.ts';

const { commands: names } = commandWords;

export function ZoomIsland() {
  const percent = words.percent(useZoom((state) => state.percent));
  return (
    <Island label={words.zoom} flow="row">
      <div className={css.zoom}>
        <IconButton
          label={names['zoom-out']}
          shortcut={keyWords('-')}
          icon={<Minus strokeWidth={1.5} />}
          onClick={zoomOut}
        />
        <Tooltip text={names['life-size']} shortcut={keyWords('Shift+Digit0')}>
          <Button
            look="plain"
            aria-label={`${percent}: ${names['life-size']}`}
            onClick={zoomToLife}
          >
            {percent}
          </Button>
        </Tooltip>
        <IconButton
          label={names['zoom-in']}
          shortcut={keyWords('+')}
          icon={<Plus strokeWidth={1.5} />}
          onClick={zoomIn}
        />
        <IconButton
          label={names.fit}
          shortcut={keyWords('0')}
          icon={<Maximize strokeWidth={1.5} />}
          onClick={() => fitDiagram()}
        />
      </div>
    </Island>
  );
}
