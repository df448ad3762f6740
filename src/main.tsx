// Mounts the page and opens the first document.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';
import { Failsafe } from './app/failsafe.tsx';
import { start } from './app/start.ts';
import { applyInks } from './app/theme.ts';
import './app/base.css';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root" to mount on.');
applyInks();
start();
createRoot(root).render(
  <StrictMode>
    <Failsafe>
      <App />
    </Failsafe>
  </StrictMode>,
);
