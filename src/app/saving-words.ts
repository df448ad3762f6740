/** What is said about keeping the diagram: it comes with the notice. */
export const words = {
  full: 'The storage of this browser is full: changes are kept in this tab only. Save the diagram as a file before you close the tab.',
  denied:
    'This browser does not allow storage: changes are kept in this tab only. Save the diagram as a file before you close the tab.',
  asFile: 'Save as a file',
  open: 'This diagram is also open in another tab. If you change it in both, you get two diagrams.',
  fine: 'OK',
  changed: 'This diagram was changed in another tab. This tab still shows the older version.',
  copied:
    'This diagram was changed in another tab and here. This tab shows your version, kept as a copy.',
  theirs: 'Show the other version',
  mine: 'Keep mine as a copy',
} as const;
