import { fault } from '@saoy/contracts/errors';
import { err, ok, type Result } from '@saoy/contracts/result';
import { createTransport } from 'nodemailer';
import type { MailMessage } from './copy-mail.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const SILENCE_TIMEOUT_MS = 60_000;

/** Hands messages to a mail server. */
export interface Mailer {
  /**
   * Resolves once the server has taken responsibility for the message; fails with `delivery.mail-failed`
   * otherwise. Sending again after an unknown outcome repeats the Message-ID.
   */
  send(message: MailMessage): Promise<Result<{ readonly messageId: string }>>;
  close(): void;
}

/** What went wrong without the address, which the text of the error would reveal. */
const reasonOf = (error: unknown): string => {
  const { code, responseCode } = error as { code?: unknown; responseCode?: unknown };
  return [code, responseCode].filter((part) => part !== undefined).join(' ') || 'unknown';
};

/** Opens connections as needed; `smtpUrl` as `smtp://user:password@host:port` or `smtps://…`. */
export const createMailer = ({ smtpUrl, from }: { smtpUrl: string; from: string }): Mailer => {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send(message) {
      try {
        await transport.sendMail({
          from,
          to: { name: '', address: message.to },
          messageId: `<${message.messageId}>`,
          subject: message.subject,
          text: message.text,
          html: message.html,
          attachments: message.attachments.map(({ filename, contentType, content }) => ({
            filename,
            contentType,
            content: Buffer.from(content.buffer, content.byteOffset, content.byteLength),
          })),
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return ok({ messageId: message.messageId });
      } catch (error) {
        return err(fault('delivery.mail-failed', reasonOf(error)));
      }
    },
    close: () => transport.close(),
  };
};
