import { vi } from 'vitest';

/** Runs a command and catches what it prints; the streams are as they were afterwards. */
export async function printed(
  command: () => number | Promise<number>,
): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      out += text;
      return true;
    }),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      err += text;
      return true;
    }),
  ];
  try {
    return { code: await command(), out, err };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
