/** Who can do something about it. */
export type Actor = 'citizen' | 'staff' | 'operator' | 'developer' | 'caller';

export interface ErrorDefinition {
  /** HTTP status when it crosses an API. */
  readonly http: number;
  /** When it occurs, one line. */
  readonly cause: string;
  readonly actor: Actor;
}

/** Declares the codes of one area; the keys stay literal types. */
export const defineErrors = <const T extends Record<string, ErrorDefinition>>(definitions: T): T =>
  definitions;
