// A member of staff without a browser: enrols a software passkey through a one-time link, decides as a person would.
import type { Endpoint, EndpointAnswer, EndpointCall } from '@saoy/contracts/endpoint';
import { buildRequest, parseAnswer } from '@saoy/contracts/endpoint-call';
import { FaultError } from '@saoy/contracts/errors';
import type { RefusalReason } from '@saoy/contracts/refusal-reasons';
import { type QueueItem, type StaffRequest, staffApi } from '@saoy/contracts/staff-api';
import { SoftwarePasskey } from './software-passkey.ts';

/** Whom the robot says it met where no card told a name. */
const unnamedRequester = 'Nguyễn Văn Thử';

export class StaffRobot {
  readonly #baseUrl: string;
  readonly #passkey: SoftwarePasskey;
  #cookie = '';

  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
    this.#passkey = new SoftwarePasskey(baseUrl);
  }

  /** Opens the enrolment link, registers the passkey and is signed in. */
  async enrol(enrolmentUrl: string): Promise<void> {
    const link = new URL(enrolmentUrl);
    const token = link.searchParams.get('token') ?? link.hash.replace(/^#(token=)?/, '');
    const { options } = await this.call(staffApi.getEnrolment, { body: { token } });
    const credential = this.#passkey.create(options as never);
    await this.call(staffApi.enrol, { body: { token, credential } });
  }

  async listQueue(): Promise<QueueItem[]> {
    return this.call(staffApi.listQueue, {});
  }

  async approve(requestId: string): Promise<StaffRequest> {
    const { identity } = await this.call(staffApi.getRequest, { params: { requestId } });
    const { approvalId, options } = await this.call(staffApi.beginApproval, {
      params: { requestId },
      body: { isIdentityConfirmed: true, requesterName: identity?.holderName ?? unnamedRequester },
    });
    const credential = this.#passkey.get(options as never);
    return this.call(staffApi.approve, { params: { requestId }, body: { approvalId, credential } });
  }

  async refuse(requestId: string, reason: RefusalReason, comment = ''): Promise<StaffRequest> {
    return this.call(staffApi.refuse, { params: { requestId }, body: { reason, comment } });
  }

  /** Follows a live screen; `ended` settles when the server ends the stream. */
  async follow(path: string): Promise<{ readonly ended: Promise<void> }> {
    const response = await fetch(new URL(path, this.#baseUrl), { headers: { cookie: this.#cookie } });
    const drain = async () => {
      for await (const _ of response.body ?? []);
    };
    return { ended: drain() };
  }

  /** Any call of the staff API; throws the coded fault it answers. */
  // biome-ignore lint/suspicious/noExplicitAny: the generics of an endpoint are inferred at the call.
  async call<E extends Endpoint<any, any, any, any>>(
    endpoint: E,
    input: EndpointCall<E>,
  ): Promise<EndpointAnswer<E>> {
    const { method, path, headers, body } = buildRequest(endpoint, input);
    const response = await fetch(new URL(path, this.#baseUrl), {
      method,
      headers: {
        ...headers,
        origin: new URL(this.#baseUrl).origin,
        ...(this.#cookie === '' ? {} : { cookie: this.#cookie }),
      },
      ...(body === undefined ? {} : { body: body as NonNullable<RequestInit['body']> }),
    });
    const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0]!);
    if (cookies.length > 0) this.#cookie = cookies.join('; ');
    const answer = parseAnswer(endpoint, response.status, new Uint8Array(await response.arrayBuffer()));
    if (!answer.ok) throw new FaultError(answer.error.code, answer.error.detail);
    return answer.value;
  }
}
