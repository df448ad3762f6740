/**
 * Properties try the same cases in every run of the tests, so that what passed here passes there;
 * `SEED=7 npm run unit` tries others.
 */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.SEED ?? 1) });
