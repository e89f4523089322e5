import { request } from 'node:http';
import { join } from 'node:path';
import { kioskApi, simulatorApi } from '@saoy/contracts/kiosk-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FakeCentralService, startFakeCentralService } from '../testing/central-service.ts';
import { newTestFolder, startTestKiosk, type TestKiosk } from '../testing/start-test-agent.ts';

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

/** A raw request: fetch would not let us lie about Host and Origin. */
const ask = (url: string, method: string, headers: Record<string, string>, body = ''): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const call = request(url, { method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => {
        text += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
      );
    });
    call.on('error', reject);
    call.end(body);
  });

describe("the agent's HTTP face", () => {
  let service: FakeCentralService;
  let kiosk: TestKiosk;
  let url: string;
  let host: string;
  let cookie: string;

  beforeAll(async () => {
    service = await startFakeCentralService();
    kiosk = await startTestKiosk(newTestFolder(), service);
    ({ url } = kiosk.agent);
    ({ host } = new URL(url));
    const page = await ask(`${url}/`, 'GET', {});
    cookie = String(page.headers['set-cookie']?.[0]).split(';')[0] ?? '';
  });

  afterAll(async () => {
    await kiosk.stop();
    await service.close();
  });

  const begin = JSON.stringify({
    type: 'set-display',
    display: { textSize: 'normal', contrast: 'normal', reach: 'normal', isSpoken: false },
  });
  const command = (headers: Record<string, string>, body = begin) =>
    ask(`${url}${kioskApi.sendCommand.path}`, 'POST', headers, body);

  it('serves the page with a strict policy and a cookie that scripts and other sites cannot use', async () => {
    const page = await ask(`${url}/`, 'GET', {});
    expect(page.status).toBe(200);
    expect(page.headers['set-cookie']?.[0]).toMatch(/HttpOnly; SameSite=Strict/);
    expect(page.headers['content-security-policy']).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
    expect(page.headers['cache-control']).toBe('no-store');
  });

  it('takes a command of its own page', async () => {
    expect((await command({ cookie, origin: url })).status).toBe(204);
    expect(
      (
        await command({
          cookie,
          origin: `http://localhost:${new URL(url).port}`,
          host: `localhost:${new URL(url).port}`,
        })
      ).status,
    ).toBe(204);
  });

  it.each([
    ['without the cookie', { origin: '' }, false],
    ['with another token', { cookie: 'saoy_page=guess' }, true],
    ['from another origin', { origin: 'http://evil.example' }, true],
    ['from another port', { origin: 'http://127.0.0.1:1' }, true],
    ['without an origin', { origin: undefined }, true],
    ['under another name that points here', { host: 'evil.example' }, true],
    ['across sites', { 'sec-fetch-site': 'cross-site' }, true],
  ])('refuses a command %s', async (_name, change: Record<string, string | undefined>, hasCookie) => {
    const headers: Record<string, string | undefined> = {
      origin: url,
      host,
      ...(hasCookie ? { cookie } : {}),
      ...change,
    };
    if (change['origin'] === '') headers['origin'] = url;
    const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
    const answer = await command(sent as Record<string, string>);
    expect(answer.status).toBe(403);
    expect(JSON.parse(answer.body)).toMatchObject({ error: { code: 'kiosk.origin-refused' } });
  });

  it('refuses the status to whoever has no cookie', async () => {
    expect((await ask(`${url}${kioskApi.watchStatus.path}`, 'GET', {})).status).toBe(403);
  });

  it.each([
    ['no JSON', '{', 400],
    ['an unknown command', '{"type":"open-the-pod-bay-doors"}', 400],
    ['more than a command has', '{"type":"begin","admin":true}', 400],
    ['something huge', `{"type":"begin","x":"${'x'.repeat(200_000)}"}`, 413],
    ['a command this screen does not offer', '{"type":"confirm-request"}', 409],
  ])('answers %s with a coded error', async (_name, body, status) => {
    const answer = await command({ cookie, origin: url }, body);
    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.body).error.code).toMatch(/^general\./);
  });

  it('has no simulator API with real devices, and takes frames only when a face is asked for', async () => {
    const simulator = await ask(`${url}${simulatorApi.getSimulator.path}`, 'GET', { cookie });
    expect(simulator.status).toBe(404);
    const frame = await ask(
      `${url}${kioskApi.addFrame.path}?sequence=1&capturedAtMs=1`,
      'POST',
      { cookie, origin: url, 'content-type': 'image/jpeg' },
      'frame',
    );
    expect(frame.status).toBe(409);
  });

  it('serves no file outside of the page', async () => {
    const answer = await ask(`${url}/..%2f..%2fmachine.key`, 'GET', { cookie });
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain(join('machine', 'key'));
  });

  it('reports every device to the server after a self-test', async () => {
    expect((await ask(`${url}${kioskApi.testDevices.path}`, 'POST', { cookie, origin: url })).status).toBe(
      200,
    );
    await expect
      .poll(() => service.healthReports.at(-1))
      .toMatchObject({
        isVisitUnderWay: false,
        devices: [
          { device: 'scanner', state: 'ok' },
          { device: 'printer', state: 'ok' },
          { device: 'camera', state: 'ok' },
          { device: 'disk', state: 'ok' },
        ],
      });
  });
});
