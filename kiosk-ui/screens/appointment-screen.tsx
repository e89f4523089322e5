import { CalendarClock, Check } from 'lucide-react';
import { useKiosk } from '../app/kiosk-context.ts';
import { Choice } from '../components/choice.tsx';
import { Notice } from '../components/notice.tsx';
import { Situation } from '../components/situation.tsx';
import { formatDate, formatTime } from '../texts/format.ts';
import type { ScreenProps } from './screen-props.ts';

export function AppointmentScreen({ visit }: ScreenProps<'appointment'>) {
  const { texts, send, status, say } = useKiosk();
  return (
    <Situation
      title={texts.appointment.title}
      lead={texts.appointment.lead}
      picture={
        <div className="appointment">
          <CalendarClock aria-hidden="true" />
          <p className="appointment-time">{formatTime(visit.at, status.language)}</p>
          <p className="appointment-date">{formatDate(visit.at, status.language)}</p>
          <ul className="appointment-papers">
            {visit.requests.slice(0, 4).map((request) => (
              <li key={request.id}>{say(request.title)}</li>
            ))}
          </ul>
        </div>
      }
    >
      <Notice tone={visit.slip === 'failed' ? 'attention' : 'calm'}>
        {texts.appointment.slip[visit.slip]}
      </Notice>
      <Choice
        tone="primary"
        size="large"
        icon={Check}
        label={texts.appointment.finish}
        isDisabled={visit.slip === 'printing'}
        onPress={() => send({ type: 'continue' })}
      />
    </Situation>
  );
}
