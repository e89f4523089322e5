/** Equals the `image.*` codes of the error catalogue; this package imports nothing of ours. */
export type ImageErrorCode =
  | 'image.unreadable'
  | 'image.too-large'
  | 'image.unsupported-depth'
  | 'image.low-resolution';

export interface ImageFault {
  readonly code: ImageErrorCode;
  readonly detail?: string;
}

export type ImageResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ImageFault };

export const imageOk = <T>(value: T): ImageResult<T> => ({ ok: true, value });
export const imageFault = (code: ImageErrorCode, detail?: string): { ok: false; error: ImageFault } => ({
  ok: false,
  error: detail === undefined ? { code } : { code, detail },
});
