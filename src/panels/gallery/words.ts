/** Every sentence of the gallery, in one place for translation. */
export const words = {
  title: 'Gallery',
  about: 'Opening a scene does not change your own diagram.',
  close: 'Close',
  list: 'Scenes',
  search: 'Find a scene',
  family: 'Family',
  anyFamily: 'All families',
  concept: 'Concept',
  anyConcept: 'All concepts',
  found: (count: number, all: number) =>
    count === all ? `${all} scenes` : `${count} of ${all} scenes`,
  reading: 'Loading the gallery…',
  none: 'No scene matches.',
  showAll: 'Show all scenes',
  missing: (count: number) =>
    count === 1
      ? 'One scene could not be loaded. Try again when you are online.'
      : `${count} scenes could not be loaded. Try again when you are online.`,
} as const;
