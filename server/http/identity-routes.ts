import { agentApi } from '@saoy/contracts/agent-api';
import { FaultError } from '@saoy/contracts/errors';
import type { IdentityOutcome } from '@saoy/contracts/identity';
import type { IdentityEvidence } from '@saoy/contracts/requests/confirmation';
import type { IdentityService } from '../identity/index.ts';
import type { ServiceContext } from '../service-context.ts';
import { identityOutcomes, type KioskRow } from '../storage/schema.ts';
import { type Mounting, mount } from './mount.ts';
import { orThrow } from './or-throw.ts';

/** A session ends by itself long before; only then may its owner be forgotten. */
const OWNER_TTL_MS = 60 * 60_000;

interface Owner {
  readonly kioskId: string;
  readonly visitId: string;
  readonly expiresAtMs: number;
}

/** What is kept of an outcome. */
export const evidenceOf = (outcome: IdentityOutcome): IdentityEvidence => ({
  method: 'face',
  decision: outcome.decision,
  similarity: outcome.similarity,
  model: outcome.model,
  isLivenessPassed: outcome.isLivenessPassed,
  ...(outcome.passiveLiveness === undefined ? {} : { passiveLiveness: outcome.passiveLiveness }),
  holderName: outcome.holder?.fullName ?? null,
  holderNumber: outcome.holder?.number ?? null,
  chip: outcome.chip,
  flags: outcome.flags,
  checkedAt: outcome.decidedAt,
});

/** Mounts the identity calls; a session belongs to the kiosk that opened it. */
export function mountIdentityRoutes(
  mounting: Mounting<KioskRow>,
  context: ServiceContext,
  checks: IdentityService,
): void {
  const owners = new Map<string, Owner>();

  function own(kiosk: KioskRow, sessionId: string): Owner {
    const owner = owners.get(sessionId);
    if (owner === undefined || owner.kioskId !== kiosk.id) throw new FaultError('identity.session-unknown');
    return owner;
  }

  mount(mounting, agentApi.beginIdentity, async ({ body }, kiosk) => {
    const nowMs = context.now().getTime();
    for (const [id, owner] of owners) if (owner.expiresAtMs < nowMs) owners.delete(id);
    const begun = orThrow(checks.begin(kiosk.id, body.visitId));
    const expiresAtMs = nowMs + OWNER_TTL_MS;
    owners.set(begun.sessionId, { kioskId: kiosk.id, visitId: body.visitId, expiresAtMs });
    return { ...begun, challenges: [...begun.challenges] };
  });

  mount(mounting, agentApi.readCard, async ({ params, body }, kiosk) => {
    own(kiosk, params.sessionId);
    return orThrow(await checks.readCard(params.sessionId, params.side, body));
  });

  mount(mounting, agentApi.readCardCode, async ({ params, body }, kiosk) => {
    own(kiosk, params.sessionId);
    return orThrow(checks.readCardCode(params.sessionId, body.text));
  });

  mount(mounting, agentApi.readChip, async ({ params, body }, kiosk) => {
    own(kiosk, params.sessionId);
    return orThrow(await checks.readChip(params.sessionId, body));
  });

  mount(mounting, agentApi.addFrame, async ({ params, query, body }, kiosk) => {
    own(kiosk, params.sessionId);
    return orThrow(await checks.addFrame(params.sessionId, { ...query, jpeg: body }));
  });

  mount(mounting, agentApi.decideIdentity, async ({ params: { sessionId } }, kiosk) => {
    const { visitId } = own(kiosk, sessionId);
    const outcome = orThrow(await checks.decide(sessionId));
    const kept = { evidence: evidenceOf(outcome), decidedAt: new Date(outcome.decidedAt) };
    await context.database.db
      .insert(identityOutcomes)
      .values({ sessionId, kioskId: kiosk.id, visitId, ...kept })
      .onConflictDoUpdate({ target: identityOutcomes.sessionId, set: kept });
    return outcome;
  });

  mount(mounting, agentApi.dropIdentity, async ({ params: { sessionId } }, kiosk) => {
    // Dropping twice, or after a restart, leaves nothing behind either way.
    if (owners.get(sessionId)?.kioskId !== kiosk.id) return;
    owners.delete(sessionId);
    checks.drop(sessionId);
  });
}
