// Writes the published vectors: `node tests/conformance/seal/make-vectors.ts`.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buildVectors } from './build-vectors.ts';

const folder = path.join(import.meta.dirname, '..', '..', '..', 'contracts', 'seal', 'vectors');
await mkdir(folder, { recursive: true });
for (const [name, content] of Object.entries(await buildVectors()))
  await writeFile(path.join(folder, name), `${JSON.stringify(content, null, 2)}\n`);
