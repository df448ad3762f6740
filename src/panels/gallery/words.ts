/** Every sentence of the gallery, in one place for translation. */
export const words = {
  title: 'Gallery',
  about: 'Each opens beside your own diagram, which stays as it is.',
  close: 'Close',
  list: 'Scenes',
  search: 'Find a scene',
  family: 'Family',
  anyFamily: 'All families',
  concept: 'Concept',
  anyConcept: 'All concepts',
  found: (count: number, all: number) =>
    count === all ? `${all} scenes` : `${count} of ${all} scenes`,
  reading: 'Opening the gallery.',
  none: 'No scene is about all of that.',
  showAll: 'Show all scenes',
  missing: (count: number) =>
    count === 1
      ? 'One scene could not be loaded. Try again when there is a network.'
      : `${count} scenes could not be loaded. Try again when there is a network.`,
} as const;
