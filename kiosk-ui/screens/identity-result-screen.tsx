import { maskName } from '@saoy/contracts/identity';
import { ArrowRight, CircleCheck, CircleHelp, RotateCcw, UserRoundCheck } from 'lucide-react';
import { useKiosk } from '../app/kiosk-context.ts';
import { Choice } from '../components/choice.tsx';
import { Situation } from '../components/situation.tsx';
import { FaceMovement } from '../drawings/face-movement.tsx';
import { StaffDrawing } from '../drawings/staff-drawing.tsx';
import type { ScreenProps } from './screen-props.ts';

export function IdentityResultScreen({ visit }: ScreenProps<'identity-result'>) {
  const { texts, send } = useKiosk();
  const name = visit.holderName === null ? null : maskUnlessMasked(visit.holderName);
  const words = {
    match: [texts.identity.matchTitle, texts.identity.matchLead(name)],
    refer: [texts.identity.referTitle, texts.identity.referLead[visit.doubt ?? 'likeness']],
    'no-match': [texts.identity.noMatchTitle, texts.identity.noMatchLead],
    staff: [texts.identity.staffTitle, texts.identity.staffLead],
  } as const;
  const [title, lead] = words[visit.outcome];
  const isNoMatch = visit.outcome === 'no-match';
  // A portrait that cannot be compared stays so, however often it is tried.
  const mayTryAgain =
    visit.attemptsLeft > 0 && (isNoMatch || (visit.outcome === 'refer' && visit.doubt !== 'portrait'));
  const Verdict = visit.outcome === 'match' ? CircleCheck : CircleHelp;
  return (
    <Situation
      title={title}
      lead={lead}
      picture={
        visit.outcome === 'match' || isNoMatch ? (
          <div className={`verdict verdict-${visit.outcome}`}>
            <FaceMovement challenge={null} />
            <Verdict className="verdict-sign" aria-hidden="true" />
          </div>
        ) : (
          <StaffDrawing />
        )
      }
    >
      {!isNoMatch && (
        <Choice
          // Two ways of the same worth look the same.
          tone={mayTryAgain ? 'plain' : 'primary'}
          size="large"
          icon={ArrowRight}
          label={texts.identity.continue}
          onPress={() => send({ type: 'continue' })}
        />
      )}
      {mayTryAgain && (
        <Choice
          size="large"
          icon={RotateCcw}
          label={texts.identity.again}
          hint={texts.face.attemptsLeft(visit.attemptsLeft)}
          onPress={() => send({ type: 'retry' })}
        />
      )}
      {isNoMatch && (
        <Choice
          size="large"
          icon={UserRoundCheck}
          label={texts.identity.staff}
          onPress={() => send({ type: 'identify-by-staff' })}
        />
      )}
    </Situation>
  );
}

const maskUnlessMasked = (name: string): string => (name.includes('•') ? name : maskName(name));
