import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterEach, describe, expect, it } from 'vitest';
import { type CopyMailInput, composeCopyMail } from './copy-mail.ts';
import { createMailer } from './mailer.ts';

const input: CopyMailInput = {
  to: 'nguoi.dan@example.test',
  requestId: '0190b7a4-7c3e-7d5a-9d7e-3b1f2a4c5d6e',
  product: 'certified',
  code: '7K3M-9QPX-2RTA',
  verifyUrl: 'https://saoy.example.test/c/7K3M9QPX2RTA',
  issuedAt: new Date('2026-11-21T02:31:05Z'),
  authorityName: { vi: 'Ủy ban nhân dân phường Việt Hưng', en: 'Việt Hưng Ward' },
  language: 'vi',
  pdf: Buffer.from('%PDF-1.7 the signed bytes'),
};

describe('composeCopyMail', () => {
  it('writes both languages, the chosen one first, and attaches the very bytes', () => {
    const vi = composeCopyMail(input);
    const en = composeCopyMail({ ...input, language: 'en' });
    expect(vi.text.indexOf('Kính gửi')).toBeLessThan(vi.text.indexOf('Dear'));
    expect(en.text.indexOf('Dear')).toBeLessThan(en.text.indexOf('Kính gửi'));
    expect(vi.attachments[0]?.content).toBe(input.pdf);
  });

  it('has the same Message-ID at every attempt and another for another request', () => {
    expect(composeCopyMail(input).messageId).toBe(composeCopyMail({ ...input, language: 'en' }).messageId);
    const other = composeCopyMail({ ...input, requestId: '0190b7a4-7c3e-7d5a-9d7e-000000000000' });
    expect(other.messageId).not.toBe(composeCopyMail(input).messageId);
  });

  it('never calls a digital copy certified', () => {
    const message = composeCopyMail({ ...input, product: 'digital' });
    expect(`${message.subject} ${message.text} ${message.html}`).not.toMatch(/chứng thực|certified/i);
  });

  it('escapes what it puts into HTML', () => {
    const html = composeCopyMail({ ...input, authorityName: { vi: '<b>A & B</b>', en: 'A' } }).html;
    expect(html).toContain('&lt;b&gt;A &amp; B&lt;/b&gt;');
  });
});

describe('createMailer', () => {
  const servers: SMTPServer[] = [];
  const listen = async (options: ConstructorParameters<typeof SMTPServer>[0]): Promise<string> => {
    const server = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS'], ...options });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return `smtp://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  };
  afterEach(async () => {
    for (const server of servers.splice(0)) {
      await new Promise<void>((resolve) => server.close(resolve));
    }
  });
  const from = 'Sao Y <no-reply@saoy.example.test>';

  it('hands the signed file over unchanged, with its Message-ID, to the one receiver', async () => {
    const received: { raw: string; to: string[] }[] = [];
    const smtpUrl = await listen({
      onData(stream, session, callback) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const to = session.envelope.rcptTo.map(({ address }) => address);
          received.push({ raw: Buffer.concat(chunks).toString('latin1'), to });
          callback();
        });
      },
    });
    const mailer = createMailer({ smtpUrl, from });
    const message = composeCopyMail(input);
    expect(await mailer.send(message)).toEqual({ ok: true, value: { messageId: message.messageId } });
    mailer.close();
    const [mail] = received;
    expect(mail?.to).toEqual([input.to]);
    expect(mail?.raw).toContain(`Message-ID: <${message.messageId}>`);
    expect(mail?.raw).toContain(Buffer.from(input.pdf).toString('base64'));
    expect(mail?.raw).toContain('ban-sao-7K3M-9QPX-2RTA.pdf');
  });

  it('answers delivery.mail-failed without the address when the server refuses the receiver', async () => {
    const smtpUrl = await listen({
      onRcptTo: ({ address }, _session, callback) => callback(new Error(`no such user ${address}`)),
    });
    const mailer = createMailer({ smtpUrl, from });
    const result = await mailer.send(composeCopyMail(input));
    mailer.close();
    expect(result).toMatchObject({ ok: false, error: { code: 'delivery.mail-failed' } });
    expect(JSON.stringify(result)).not.toContain(input.to);
  });

  it('answers delivery.mail-failed when nobody listens', async () => {
    const smtpUrl = await listen({});
    await new Promise<void>((resolve) => servers.splice(0)[0]?.close(resolve));
    const mailer = createMailer({ smtpUrl, from });
    expect(await mailer.send(composeCopyMail(input))).toMatchObject({
      ok: false,
      error: { code: 'delivery.mail-failed', detail: 'ESOCKET' },
    });
    mailer.close();
  });
});
