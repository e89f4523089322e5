import { type KioskCard, kioskCardSchema, type StaffMember, staffApi } from '@saoy/contracts/staff-api';
import { useMutation } from '@tanstack/react-query';
import {
  BellRing,
  Camera,
  CircleCheck,
  CircleX,
  HardDrive,
  IdCard,
  Printer,
  ScanLine,
  Server,
  TriangleAlert,
  UserRound,
} from 'lucide-react';
import { z } from 'zod';
import { call, useLive } from '../service.ts';
import { deviceFaults } from '../texts/device-faults.ts';
import { useLanguage } from '../texts/language.tsx';

const wallSchema = z.array(kioskCardSchema);
const icons = {
  scanner: ScanLine,
  printer: Printer,
  camera: Camera,
  'card-reader': IdCard,
  disk: HardDrive,
  server: Server,
};
const stateIcons = { ok: CircleCheck, warning: TriangleAlert, failed: CircleX };

function Card({ kiosk, member }: { kiosk: KioskCard; member: StaffMember }) {
  const { t, of, time } = useLanguage();
  const setEnabled = useMutation({
    mutationFn: (isEnabled: boolean) =>
      call(staffApi.setKiosk, { params: { kioskId: kiosk.id }, body: { isEnabled } }),
  });
  const canSet = member.roles.includes('administrator') || member.roles.includes('supervisor');
  const hasAlarm =
    kiosk.isStaffCalled ||
    kiosk.connection === 'silent' ||
    kiosk.devices.some(({ state }) => state === 'failed');
  return (
    <article className={`kiosk ${kiosk.connection} ${hasAlarm ? 'alarm' : ''}`}>
      <header>
        <h2>{kiosk.name}</h2>
        <span className="state">{kiosk.isEnabled ? t.connection[kiosk.connection] : t.disabled}</span>
      </header>
      <p className="quiet">
        {kiosk.place} · {kiosk.id} {kiosk.softwareVersion}
      </p>
      {kiosk.isStaffCalled && (
        <p className="call">
          <BellRing /> {t.staffCalled}
        </p>
      )}
      {kiosk.isVisitUnderWay && (
        <p>
          <UserRound /> {t.visitUnderWay}
        </p>
      )}
      <ul>
        {kiosk.devices.map(({ device, state, code, detail, isSimulated }) => {
          const Icon = icons[device];
          const StateIcon = stateIcons[state];
          return (
            <li key={device} className={state}>
              <Icon /> {t.device[device]}
              {isSimulated && <small>({t.simulated})</small>}
              <span className="health">
                <StateIcon /> {t.deviceState[state]}
              </span>
              {code !== null && (
                <span className="detail" title={[code, detail].filter(Boolean).join(': ')}>
                  {of(deviceFaults[code] ?? { vi: code, en: code })}
                </span>
              )}
            </li>
          );
        })}
      </ul>
      <p className="quiet">
        {t.lastSeen}: {kiosk.lastSeenAt === null ? '–' : time(kiosk.lastSeenAt)}
        <br />
        {t.lastVisit}: {kiosk.lastVisitEndedAt === null ? '–' : time(kiosk.lastVisitEndedAt)}
      </p>
      {canSet && (
        <button
          type="button"
          disabled={setEnabled.isPending}
          onClick={() => setEnabled.mutate(!kiosk.isEnabled)}
        >
          {kiosk.isEnabled ? t.disable : t.enable}
        </button>
      )}
    </article>
  );
}

/** All kiosks as a floor of cards. */
export function KioskWall({ member }: { member: StaffMember }) {
  const { t } = useLanguage();
  const { value: kiosks, isConnected } = useLive(staffApi.watchKiosks.path, wallSchema);
  return (
    <main className="wall">
      <h1>
        {t.kiosks}{' '}
        {kiosks !== null && (
          <span className="count">
            {kiosks.filter(({ connection }) => connection === 'online').length}/{kiosks.length}
          </span>
        )}
      </h1>
      {!isConnected && <p className="note">{t.offline}</p>}
      {kiosks === null && isConnected && <p>{t.loading}</p>}
      {kiosks?.length === 0 && <p className="quiet">{t.noKiosks}</p>}
      <div className="floor">
        {kiosks?.map((kiosk) => (
          <Card key={kiosk.id} kiosk={kiosk} member={member} />
        ))}
      </div>
    </main>
  );
}
