/** The part of @sealsystems/ipp that is used here; the package ships no types. */
declare module '@sealsystems/ipp' {
  export type IppValue =
    | string
    | number
    | boolean
    | readonly IppValue[]
    | { readonly [name: string]: IppValue };
  export type IppGroup = Record<string, IppValue>;
  export interface IppResponse {
    readonly statusCode: string;
    readonly 'printer-attributes-tag'?: IppGroup;
    readonly 'job-attributes-tag'?: IppGroup | readonly IppGroup[];
  }
  export interface IppRequest {
    'operation-attributes-tag': IppGroup;
    'job-attributes-tag'?: IppGroup;
    data?: Buffer;
  }
  class Printer {
    constructor(url: string, options?: { version?: string; timeout?: number; uri?: string });
    execute(
      operation: string,
      message: IppRequest,
      callback: (error: Error | null, response: IppResponse) => void,
    ): void;
  }
  const ipp: { Printer: typeof Printer };
  // biome-ignore lint/style/noDefaultExport: it describes a foreign module
  export default ipp;
}
