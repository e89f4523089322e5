import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import { FaultError, fault } from '@saoy/contracts/errors';
import type { Product } from '@saoy/contracts/ids';
import { ok, type Result } from '@saoy/contracts/result';
import { eq } from 'drizzle-orm';
import { recordAudit } from '../audit/record-audit.ts';
import { type SigningPermission, signingPermission } from '../decisions/signing-permission.ts';
import { lockRequest } from '../requests/append-action.ts';
import { inTransaction } from '../requests/in-transaction.ts';
import type { ServiceContext } from '../service-context.ts';
import { digestOf, type KeyKeeper, type Signer } from '../signing/index.ts';
import type { Executor } from '../storage/database.ts';
import { type CopyRow, copies, type RequestRow } from '../storage/schema.ts';
import { ConcurrencyLimit } from '../validation/concurrency-limit.ts';

/** For which copy keys are wanted. */
export interface KeyOrder {
  readonly requestId: string;
  readonly product: Product;
  /** SHA-256 of the page images that the file to be signed shows, in order. */
  readonly pageDigests: readonly string[];
}

export type SignerRole = 'certifier' | 'authority';

export interface AuthorisedKeysOptions {
  readonly keeper: KeyKeeper;
  /** Name of the authority's own key. */
  readonly authorityKey: string;
  /** Whether the stored answer of a person's passkey is a true signature over the challenge. */
  readonly isEvidenceGenuine: (
    tx: Executor,
    evidence: {
      readonly staffId: string;
      readonly challenge: string;
      readonly assertion: Record<string, unknown>;
    },
  ) => Promise<boolean>;
  /** How far in the future the date of a number may lie. */
  readonly clockToleranceMs: number;
}

/**
 * The only way to the private keys. Every single use is decided anew, in the moment of use, from what is stored of this
 * one request, and recorded durably before the key is asked: a killed process may leave a record without a signature,
 * never a signature without a record.
 */
export class AuthorisedKeys {
  readonly #context: ServiceContext;
  readonly #options: AuthorisedKeysOptions;
  readonly #limit: ConcurrencyLimit;

  constructor(context: ServiceContext, options: AuthorisedKeysOptions) {
    this.#context = context;
    this.#options = options;
    // As many as the keeper serves at once: whoever waits, waits before the decision, not between decision and use.
    this.#limit = new ConcurrencyLimit(options.keeper.maxConcurrent);
  }

  /**
   * A signer for this order alone. Its `sign` throws `signing.not-authorised` when the request may not be signed now, and
   * `request.step-not-allowed` when it is no longer waiting for a signature. Errors of opening are those of the keeper.
   */
  async signerFor(order: KeyOrder, role: SignerRole): Promise<Result<Signer>> {
    const named = await inTransaction(this.#context.database.db, async (tx) =>
      this.#keyName(await this.#check(tx, order), role),
    );
    if (!named.ok) return this.#refused(order, role, named.error);
    const opened = await this.#options.keeper.open(named.value);
    if (!opened.ok) return opened;
    const signer = opened.value;
    return ok({
      certificate: signer.certificate,
      chain: signer.chain,
      algorithm: signer.algorithm,
      sign: (data) => this.#limit.run(() => this.#use({ order, role, key: named.value, signer, data })),
    });
  }

  async #use(use: {
    readonly order: KeyOrder;
    readonly role: SignerRole;
    readonly key: string;
    readonly signer: Signer;
    readonly data: Uint8Array;
  }): Promise<Uint8Array> {
    const { order, role, key, signer, data } = use;
    const useId = randomUUID();
    const recorded = await inTransaction(this.#context.database.db, async (tx) => {
      const permission = await this.#check(tx, order);
      if (this.#keyName(permission, role) !== key)
        throw new FaultError('signing.not-authorised', 'the certifier has another key now');
      await recordAudit(tx, {
        at: this.#context.now(),
        code: 'key.used',
        by: { kind: 'system' },
        subject: order.requestId,
        detail: describeUse({ useId, role, key, signer, data, permission }),
      });
    });
    if (!recorded.ok) {
      const refused = await this.#refused(order, role, recorded.error);
      throw new FaultError(refused.error.code, refused.error.detail);
    }
    try {
      return await signer.sign(data);
    } catch (error) {
      const code = error instanceof FaultError ? error.code : 'general.internal';
      await recordAudit(this.#context.database.db, {
        at: this.#context.now(),
        code: 'key.failed',
        by: { kind: 'system' },
        subject: order.requestId,
        isSuccess: false,
        detail: JSON.stringify({ use: useId, role, key, code }),
      });
      throw error;
    }
  }

  /** Whether the keys may be used for this order now; throws what speaks against it. */
  async #check(tx: Executor, order: KeyOrder): Promise<SigningPermission> {
    const request = await lockRequest(tx, order.requestId);
    const [copy] = await tx.select().from(copies).where(eq(copies.requestId, order.requestId));
    assertWaiting(request, copy, order);
    const now = this.#context.now().getTime();
    // A clock that was ahead when the number was given must not date a copy into the future.
    if (copy.issuedAt.getTime() > now + this.#options.clockToleranceMs)
      throw new FaultError('signing.clock-wrong', 'the number is dated in the future');
    const permission = await signingPermission(this.#context, tx, request, copy.issuedAt);
    const refuse = (detail: string): never => {
      throw new FaultError('signing.not-authorised', detail);
    };
    if (order.product !== request.product) refuse('another product was approved');
    if (order.pageDigests.join() !== permission.confirmed.pages.join()) refuse('other pages were approved');
    if (permission.approval !== null) {
      const { staffId, challenge, assertion, signerName } = permission.approval;
      if (copy.signerName !== null && copy.signerName !== signerName)
        refuse('another certifier was numbered');
      if (!(await this.#options.isEvidenceGenuine(tx, { staffId, challenge, assertion })))
        refuse('the passkey did not sign this approval');
    }
    return permission;
  }

  #keyName(permission: SigningPermission, role: SignerRole): string {
    if (role === 'authority') return this.#options.authorityKey;
    if (permission.certifier === null)
      throw new FaultError('signing.not-authorised', 'no named person approved it');
    return permission.certifier.member.signerName;
  }

  async #refused(
    order: KeyOrder,
    role: SignerRole,
    { code, detail }: { readonly code: FaultError['code']; readonly detail?: string | undefined },
  ): Promise<{ readonly ok: false; readonly error: ReturnType<typeof fault> }> {
    if (code === 'signing.not-authorised') {
      const { requestId } = order;
      this.#context.log.error({ requestId, role, detail }, 'the use of a key was refused');
      await recordAudit(this.#context.database.db, {
        at: this.#context.now(),
        code: 'key.refused',
        by: { kind: 'system' },
        subject: requestId,
        isSuccess: false,
        detail: JSON.stringify({ role, code, reason: detail }),
      });
    }
    return { ok: false, error: fault(code, detail) };
  }
}

function assertWaiting(
  request: RequestRow,
  copy: CopyRow | undefined,
  order: KeyOrder,
): asserts copy is CopyRow {
  if (request.status !== 'numbered' || copy?.state !== 'pending')
    throw new FaultError(
      'request.step-not-allowed',
      `signature of ${order.product} in status ${request.status}`,
    );
}

/** Which key signed what, and by what right: digests, serials and ids only. */
function describeUse(use: {
  readonly useId: string;
  readonly role: SignerRole;
  readonly key: string;
  readonly signer: Signer;
  readonly data: Uint8Array;
  readonly permission: SigningPermission;
}): string {
  const { signer, permission } = use;
  return JSON.stringify({
    use: use.useId,
    role: use.role,
    key: use.key,
    serial: new X509Certificate(signer.certificate).serialNumber.toLowerCase(),
    certificate: createHash('sha256').update(signer.certificate).digest('hex'),
    digest: createHash(digestOf(signer.algorithm)).update(use.data).digest('hex'),
    approval: permission.approval?.id ?? null,
    authorisation: permission.certifier?.authorisation.id ?? null,
  });
}
