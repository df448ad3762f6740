/**
 * Markdown as text with headings, lists and links. micromark escapes every HTML tag and empties
 * links that would run code.
 */
import { micromark } from 'micromark';
import css from './markdown.module.css';

export function Markdown({ text }: { text: string }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: micromark lets no HTML pass.
  return <div className={css.markdown} dangerouslySetInnerHTML={{ __html: micromark(text) }} />;
}
