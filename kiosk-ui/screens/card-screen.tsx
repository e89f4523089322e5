import { Camera, ScanLine, UserRoundCheck } from 'lucide-react';
import { useEffect } from 'react';
import { useKiosk } from '../app/kiosk-context.ts';
import { Choice } from '../components/choice.tsx';
import { Notice } from '../components/notice.tsx';
import { Situation } from '../components/situation.tsx';
import { CardOnGlass } from '../drawings/card-on-glass.tsx';
import { linkFaceGuide } from '../face-guide/face-guide-link.ts';
import { faultText } from '../texts/fault-text.ts';
import type { ScreenProps } from './screen-props.ts';

export function CardScreen({ visit }: ScreenProps<'card'>) {
  const { texts, send, status } = useKiosk();
  // While the card is read there is time to load what looks at the face.
  useEffect(() => void linkFaceGuide(), []);
  const problem = visit.problem === null ? null : faultText(visit.problem, status.language);
  const isWaiting = visit.step === 'waiting';
  const title = visit.side === 'front' ? texts.card.titleFront : texts.card.titleBack;
  return (
    <Situation
      title={title}
      lead={
        isWaiting
          ? visit.isCodeRead
            ? texts.card.leadCodeRead
            : texts.card.lead
          : visit.step === 'scanning'
            ? texts.card.scanning
            : texts.card.reading
      }
      focusKey={`${title} ${visit.attempt}`}
      picture={
        <div className="fill">
          <CardOnGlass side={visit.side} isScanning={!isWaiting} />
        </div>
      }
    >
      {problem !== null && (isWaiting || visit.problem === 'identity.busy') && (
        <Notice tone="attention">
          <strong>{problem.title}.</strong> {problem.next}
        </Notice>
      )}
      <Choice
        tone="primary"
        size="large"
        icon={ScanLine}
        label={visit.attempt > 1 ? texts.card.again : texts.card.read}
        hint={visit.attempt > 1 ? texts.card.attempt(visit.attempt) : undefined}
        isDisabled={!isWaiting}
        onPress={() => send({ type: 'read-card' })}
      />
      {!visit.isCodeRead && (
        <Choice
          icon={Camera}
          label={texts.card.camera}
          isDisabled={!isWaiting}
          onPress={() => send({ type: 'choose-card-way', way: 'camera' })}
        />
      )}
      <Choice
        icon={UserRoundCheck}
        label={texts.card.staff}
        onPress={() => send({ type: 'identify-by-staff' })}
      />
    </Situation>
  );
}
