/** Fetches what hands and keys do on the table. */
import { useAtHand } from './at-hand.ts';

/** Throws where it cannot be fetched; the next call tries again. */
export async function prepareHands(): Promise<void> {
  useAtHand.setState({ here: await import('./hands-on.tsx') });
}
