/** Fetches what hands and keys do on the table. */
import { useAtHand } from './at-hand.ts';

/** Throws where it cannot be fetched; the next call tries again. */
export async function prepareHands(): Promise<void> {
  const { hands, HandsOn } = await import('./hands-on.tsx');
  // A note that is begun is written at once.
  await import('./note-card.tsx');
  useAtHand.setState({ here: { hands, HandsOn } });
}
