// `npm start`: serves the built page on this computer, says where, and opens it where there is a
// desktop.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { preview } from 'vite';

const home = fileURLToPath(new URL('../..', import.meta.url));

const hasDesktop =
  process.env.CI === undefined &&
  (['darwin', 'win32'].includes(process.platform) ||
    process.env.DISPLAY !== undefined ||
    process.env.WAYLAND_DISPLAY !== undefined);

if (!existsSync(`${home}dist/app/index.html`)) {
  console.error('dist/app/index.html is missing: run "npm start" or "npm run build" first.');
  process.exit(1);
}

const server = await preview({
  root: home,
  logLevel: 'warn',
  build: { outDir: 'dist/app' },
  // Another port is taken when this one is: strictPort is off.
  preview: { host: '127.0.0.1', port: 4173, strictPort: false, open: hasDesktop },
});

const address = server.resolvedUrls?.local[0];
console.log(`\nSandtable is running at ${address}\nPress Ctrl+C to stop.`);

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => server.close().finally(() => process.exit(0)));
}
