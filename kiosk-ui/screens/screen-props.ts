import type { ScreenName, VisitStatus } from '@saoy/contracts/visit/status';

/** What a screen is drawn from: the part of the status that belongs to it. */
export interface ScreenProps<S extends ScreenName> {
  readonly visit: Extract<VisitStatus, { screen: S }>;
}
