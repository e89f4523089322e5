import { kioskApi } from '@saoy/contracts/kiosk-api';
import { openKioskClient } from '@saoy/kiosk-agent/client';

interface SelfTestOptions {
  readonly kiosk: string;
  readonly json?: boolean;
}

/** Tests every device of a running kiosk now; exit 1 when one failed, 2 when the kiosk does not answer. */
export async function selfTest({ kiosk, json }: SelfTestOptions): Promise<void> {
  const client = await openKioskClient(kiosk).catch(() => null);
  const answer = await client?.call(kioskApi.testDevices, {});
  client?.close();
  if (answer === undefined || !answer.ok) {
    console.error(`saoy: no kiosk answers at ${kiosk}`);
    process.exitCode = 2;
    return;
  }
  if (json) console.log(JSON.stringify(answer.value, null, 2));
  else
    for (const { device, state, code, detail, isSimulated } of answer.value)
      console.log(
        [state.padEnd(8), device.padEnd(8), isSimulated ? 'simulated' : '', code ?? '', detail ?? '']
          .join(' ')
          .trimEnd(),
      );
  if (answer.value.some(({ state }) => state === 'failed')) process.exitCode = 1;
}
