/** How large the table is seen, for what lies beside the canvas. */
import { create } from 'zustand';

/** Whole percent of life size. */
export const useZoom = create<{ percent: number }>()(() => ({ percent: 100 }));
