/** Every sentence of the widgets, in one place for translation. */
export const words = {
  lost: 'This could not be loaded: the connection may be down. If it stays away, reload the page.',
  tryAgain: 'Try again',
  tooSmall: (text: string, least: string) => `${text} is too small: enter ${least} or more.`,
  tooLarge: (text: string, most: string) => `${text} is too large: enter ${most} or less.`,
  noNumber: 'Enter a number.',
  comma: (text: string) => `“${text}” has a comma: write 1.5, or 1500.`,
  notANumber: (text: string) => `“${text}” is not a number.`,
  notWhole: (text: string, below: number, above: number) =>
    `“${text}” is not a whole number: enter ${below} or ${above}.`,
} as const;
