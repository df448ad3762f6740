// Picks the entry and mounts the page.
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root" to mount on.');
createRoot(root).render(
  <StrictMode>
    <h1>Sandtable</h1>
  </StrictMode>,
);
