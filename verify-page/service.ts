import type { CopyVerdict, FileVerdict } from '@saoy/contracts/public-api';
import type { CopyProof } from '@saoy/contracts/transparency/proof-schema';

/** A failure with the code of the service, or `offline` when no answer came: never a verdict. */
export class ServiceFailure extends Error {
  readonly code: string;
  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, {
      cache: 'no-store',
      credentials: 'omit',
      ...init,
      signal: AbortSignal.timeout(30_000),
    });
  } catch {
    throw new ServiceFailure('offline');
  }
  const body: unknown = response.status === 204 ? null : await response.json().catch(() => null);
  if (!response.ok)
    throw new ServiceFailure((body as { error?: { code?: string } } | null)?.error?.code ?? 'offline');
  return body as T;
}

const json = (method: string, body: unknown): RequestInit => ({
  method,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

export interface PaperPages {
  readonly pages: readonly { readonly url: string; readonly widthPx: number; readonly heightPx: number }[];
  readonly timesOpened: number;
}

export interface Download {
  readonly code: string;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly expiresAt: string;
  readonly arePagesShown: boolean;
}

const part = encodeURIComponent;

export const service = {
  verifyCopy: (code: string) => call<CopyVerdict>(`/public/v1/copies/${part(code)}`),
  getProof: (code: string) => call<CopyProof>(`/public/v1/copies/${part(code)}/proof`),
  verifyFile: (file: Blob) =>
    call<FileVerdict>('/public/v1/files', {
      method: 'POST',
      headers: { 'content-type': 'application/pdf' },
      body: file,
    }),
  openPages: (code: string, checkCode: string) =>
    call<PaperPages>(`/public/v1/copies/${part(code)}/pages`, json('POST', { checkCode })),
  getDownload: (secret: string) => call<Download>(`/public/v1/downloads/${part(secret)}`),
  showPages: (secret: string, arePagesShown: boolean) =>
    call<null>(`/public/v1/downloads/${part(secret)}/pages-shown`, json('PUT', { arePagesShown })),
};
