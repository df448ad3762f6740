/** Commands about the diagram as a whole: files, links, and where it begins. */
import { hasHappened } from '../document/scene.ts';
import { forkHere } from '../panels/timeline/fork-here.ts';
import { newDocument, useDocument } from '../store/document.ts';
import { exportFile, importFile } from '../store/document-files.ts';
import { makeThisTheStart } from '../store/in-force.ts';
import { backToMine } from '../store/own-diagrams.ts';
import { usePlayback } from '../store/playback.ts';
import { openDialog } from '../store/shell.ts';
import type { Command } from './command.ts';

export const diagramCommands: readonly Command[] = [
  { id: 'new-diagram', group: 'diagram', run: newDocument },
  { id: 'documents', group: 'diagram', run: () => openDialog('documents') },
  { id: 'gallery', group: 'diagram', run: () => openDialog('gallery') },
  { id: 'open-file', group: 'diagram', run: chooseFile },
  { id: 'save-file', group: 'diagram', keys: ['$mod+s'], run: exportFile, isEnabled: isWhole },
  { id: 'share', group: 'diagram', run: () => openDialog('share'), isEnabled: isWhole },
  {
    id: 'make-start',
    group: 'diagram',
    isEnabled: () => usePlayback.getState().at > 0,
    run: makeThisTheStart,
  },
  {
    id: 'fork',
    group: 'diagram',
    isEnabled: () => {
      const nowMs = usePlayback.getState().at / 1000;
      return useDocument.getState().document.commands.some((each) => !hasHappened(each, nowMs));
    },
    run: forkHere,
  },
  {
    id: 'back-to-mine',
    group: 'diagram',
    isEnabled: () => useDocument.getState().mine !== null,
    run: () => void backToMine(),
  },
];

/** Of an outline nothing can be handed on. */
function isWhole(): boolean {
  return !useDocument.getState().outline;
}

function chooseFile(): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.json,application/json';
  input.onchange = () => {
    const [chosen] = input.files ?? [];
    if (chosen !== undefined) void importFile(chosen);
  };
  input.click();
}
