/** Sentences the stores say, in one place for translation. */
export const words = {
  untitled: 'Untitled',
  notFound: 'Your diagram is no longer stored in this browser.',
  notSaved: 'This browser refuses to store the diagram: it lives in this tab alone.',
  saveFile: 'Save as a file',
  tooBig: (name: string) => `“${name}” is larger than 4 MB: it is not a diagram.`,
  tooBigNext: 'Choose a file that was saved here.',
  notJson: (name: string) => `“${name}” is not JSON.`,
  notJsonNext: 'Choose a file that was saved here.',
} as const;
