import type { DeviceFault } from '@saoy/contracts/visit/status';
import { Clock, Hand, RotateCcw, UserRoundCheck } from 'lucide-react';
import { useKiosk } from '../app/kiosk-context.ts';
import { Choice } from '../components/choice.tsx';
import { Notice } from '../components/notice.tsx';
import { Situation } from '../components/situation.tsx';
import { PartDrawing } from '../drawings/part-drawing.tsx';
import { faultText, partOf } from '../texts/fault-text.ts';

/** What happened, what was kept, the next step, and the part concerned. */
export function DeviceFaultScreen({ fault }: { fault: DeviceFault }) {
  const { texts, send, status } = useKiosk();
  const words = faultText(fault.code, status.language);
  const { visit } = status;
  const kept =
    fault.keptPages === 0
      ? texts.fault.keptNothing
      : fault.device === 'printer'
        ? texts.fault.keptSheets(fault.keptPages)
        : texts.fault.keptPages(fault.keptPages);
  return (
    <Situation
      title={words.title}
      lead={`${words.happened} ${words.next}`}
      picture={<PartDrawing part={partOf(fault.code)} />}
    >
      <Notice tone="calm">{kept}</Notice>
      {fault.canRetry && (
        <Choice
          tone="primary"
          size="large"
          icon={RotateCcw}
          label={texts.fault.retry}
          onPress={() => send({ type: 'retry' })}
        />
      )}
      {(visit.screen === 'card' || visit.screen === 'card-camera' || visit.screen === 'face') && (
        <Choice
          size="large"
          icon={UserRoundCheck}
          label={texts.card.staff}
          onPress={() => send({ type: 'identify-by-staff' })}
        />
      )}
      {visit.screen === 'processing' && visit.canLeave && (
        <Choice
          size="large"
          icon={Clock}
          label={texts.processing.leave}
          hint={texts.processing.leaveHint}
          onPress={() => send({ type: 'leave' })}
        />
      )}
      {!fault.canRetry && !status.isStaffCalled && (
        <Choice
          tone="primary"
          size="large"
          icon={Hand}
          label={texts.fault.callStaff}
          onPress={() => send({ type: 'ask-staff' })}
        />
      )}
    </Situation>
  );
}
