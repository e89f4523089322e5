// The same listener on the embedded database, in a process of its own. Arguments: a folder, how many copies.
import { writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pino } from 'pino';
import { authorityAt } from '../../../server/authorities/authority-at.ts';
import { DEVELOPMENT_AUTHORITY } from '../../../server/authorities/development-authority.ts';
import { createVerifierListener } from '../../../server/http/verifier-listener.ts';
import { openPglite } from '../../../server/storage/open-pglite.ts';
import { validatePdf } from '../../../server/validation/index.ts';
import { generateCopies } from './generate-copies.ts';

const [folder, count] = process.argv.slice(2);
if (folder === undefined || count === undefined) throw new Error('two arguments are needed');
await (await openPglite(folder)).close();
const client = await PGlite.create(path.join(folder, 'database'));
const codes = await generateCopies((text, values) => client.query(text, values), 0, Number(count));
await client.close();
await writeFile(path.join(folder, 'codes.json'), JSON.stringify(codes));

const database = await openPglite(folder);
const server = createVerifierListener(
  {
    database,
    authorityAt: (at) => authorityAt(DEVELOPMENT_AUTHORITY, at),
    now: () => new Date(),
    log: pino({ level: 'silent' }),
    validate: (pdf) => validatePdf(pdf, { trustAnchors: [] }),
  },
  {
    isProduction: true,
    version: '0',
    trustedProxies: 0,
    callsPerMinute: 10_000_000,
    callsPerSecond: 1_000_000,
    filesAtOnce: 1,
  },
);
server.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
});
