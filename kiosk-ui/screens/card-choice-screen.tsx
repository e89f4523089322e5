import { Camera, ScanLine, UserRoundCheck } from 'lucide-react';
import { useEffect } from 'react';
import { useKiosk } from '../app/kiosk-context.ts';
import { Choice } from '../components/choice.tsx';
import { Notice } from '../components/notice.tsx';
import { Situation } from '../components/situation.tsx';
import { CardBeforeCamera } from '../drawings/card-before-camera.tsx';
import { CardOnGlass } from '../drawings/card-on-glass.tsx';
import { linkFaceGuide } from '../face-guide/face-guide-link.ts';
import { faultText } from '../texts/fault-text.ts';
import type { ScreenProps } from './screen-props.ts';

/** Glass, camera or staff: all look the same. The camera opens only for whoever chooses it. */
export function CardChoiceScreen({ visit }: ScreenProps<'card-choice'>) {
  const { texts, send, status } = useKiosk();
  // While the card is read there is time to load what looks at the face.
  useEffect(() => void linkFaceGuide(), []);
  const problem = visit.problem === null ? null : faultText(visit.problem, status.language);
  return (
    <Situation
      title={texts.cardChoice.title}
      lead={texts.cardChoice.lead}
      picture={
        <div className="two-pictures">
          <CardOnGlass side="front" />
          <CardBeforeCamera />
        </div>
      }
    >
      {problem !== null && (
        <Notice tone="attention">
          <strong>{problem.title}.</strong> {problem.happened}
        </Notice>
      )}
      <Choice
        size="large"
        icon={ScanLine}
        label={texts.cardChoice.glass}
        hint={texts.cardChoice.glassHint}
        onPress={() => send({ type: 'choose-card-way', way: 'glass' })}
      />
      <Choice
        size="large"
        icon={Camera}
        label={texts.cardChoice.camera}
        hint={texts.cardChoice.cameraHint}
        onPress={() => send({ type: 'choose-card-way', way: 'camera' })}
      />
      <Choice
        size="large"
        icon={UserRoundCheck}
        label={texts.cardChoice.staff}
        hint={texts.cardChoice.staffHint}
        onPress={() => send({ type: 'identify-by-staff' })}
      />
    </Situation>
  );
}
