// What the look-up is measured against: one Express route that answers a constant JSON, in a process of its own.
import type { AddressInfo } from 'node:net';
import express from 'express';

const body = JSON.parse(process.argv[2] ?? '{}') as unknown;
const app = express();
app.get('/public/v1/copies/:code', (_, response) => {
  response.json(body);
});
const server = app.listen(0, '127.0.0.1', () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }));
});
