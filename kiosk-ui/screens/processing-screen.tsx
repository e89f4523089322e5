import type { RequestSummary } from '@saoy/contracts/visit/status';
import { CircleAlert, CircleCheck, Clock, FileClock, Hourglass, Printer, Stamp } from 'lucide-react';
import { useKiosk } from '../app/kiosk-context.ts';
import { useSecondsSince } from '../app/use-seconds-since.ts';
import { Choice } from '../components/choice.tsx';
import { Notice } from '../components/notice.tsx';
import { Situation } from '../components/situation.tsx';
import { CopyIntoTray } from '../drawings/copy-into-tray.tsx';
import { PartDrawing } from '../drawings/part-drawing.tsx';
import { Signing } from '../drawings/signing.tsx';
import { StaffDrawing } from '../drawings/staff-drawing.tsx';
import { faultText } from '../texts/fault-text.ts';
import type { ScreenProps } from './screen-props.ts';
import { SheetsInTray } from './sheets-in-tray.tsx';

const icons: Record<RequestSummary['state'], typeof Clock> = {
  deciding: Hourglass,
  issuing: Stamp,
  delayed: FileClock,
  ready: CircleCheck,
  printing: Printer,
  delivered: CircleCheck,
  refused: CircleAlert,
  failed: CircleAlert,
  later: Clock,
};
const mostRows = 4;

/** Confirmed: what is happening to each paper, told by its true state. */
export function ProcessingScreen({ visit }: ScreenProps<'processing'>) {
  const { texts, send, say, status } = useKiosk();
  const minutes = Math.floor(useSecondsSince(visit.since) / 60);
  const delayed = visit.requests.find((request) => request.state === 'delayed');
  const delay = delayed?.delayCode == null ? null : faultText(delayed.delayCode, status.language);
  const words = wordsOf(visit.phase, delay !== null, texts.processing);
  const printing = visit.requests.find((request) => request.state === 'printing')?.print ?? null;
  return (
    <Situation
      title={words.title}
      lead={delay === null ? words.lead : `${delay.happened} ${delay.next}`}
      focusKey={visit.phase}
      picture={
        <div className="fill">
          {visit.phase === 'deciding' && <StaffDrawing />}
          {visit.phase === 'issuing' && (delay === null ? <Signing /> : <PartDrawing part="clock" />)}
          {visit.phase === 'printing' && <CopyIntoTray />}
        </div>
      }
    >
      <ul className="request-rows">
        {visit.requests.slice(0, mostRows).map((request) => {
          const Icon = icons[request.state];
          return (
            <li key={request.id} className={`request-row request-${request.state}`}>
              <Icon aria-hidden="true" />
              <span className="request-title">
                {say(request.title)} <span>· {texts.options.copiesOf(request.copies)}</span>
              </span>
              <span className="request-state">{texts.processing.state[request.state]}</span>
            </li>
          );
        })}
      </ul>
      {printing !== null && <SheetsInTray print={printing} />}
      {minutes > 0 && <Notice tone="calm">{texts.processing.waited(minutes)}</Notice>}
      {visit.canLeave && (
        <Choice
          size="large"
          icon={Clock}
          label={texts.processing.leave}
          hint={texts.processing.leaveHint}
          onPress={() => send({ type: 'leave' })}
        />
      )}
    </Situation>
  );
}

function wordsOf(
  phase: ScreenProps<'processing'>['visit']['phase'],
  isDelayed: boolean,
  texts: ReturnType<typeof useKiosk>['texts']['processing'],
): { title: string; lead: string } {
  if (isDelayed) return { title: texts.delayedTitle, lead: '' };
  switch (phase) {
    case 'deciding':
      return { title: texts.decidingTitle, lead: texts.decidingLead };
    case 'issuing':
      return { title: texts.issuingTitle, lead: texts.issuingLead };
    case 'printing':
      return { title: texts.printingTitle, lead: texts.printingLead };
  }
}
