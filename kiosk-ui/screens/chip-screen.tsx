import { CreditCard, SkipForward, UserRoundCheck } from 'lucide-react';
import { useKiosk } from '../app/kiosk-context.ts';
import { Choice } from '../components/choice.tsx';
import { Notice } from '../components/notice.tsx';
import { Situation } from '../components/situation.tsx';
import { CardOnReader } from '../drawings/card-on-reader.tsx';
import { faultText } from '../texts/fault-text.ts';
import type { ScreenProps } from './screen-props.ts';

/** The chip makes the check surer; going on without it is always offered, equally plain. */
export function ChipScreen({ visit }: ScreenProps<'chip'>) {
  const { texts, send, status } = useKiosk();
  const { step } = visit;
  const problem = visit.problem === null ? null : faultText(visit.problem, status.language);
  const isReading = step === 'reading' || step === 'checking';
  const lead =
    step === 'reading' ? texts.chip.reading : step === 'checking' ? texts.chip.checking : texts.chip.lead;
  return (
    <Situation
      title={texts.chip.title}
      lead={lead}
      focusKey={`${texts.chip.title} ${step === 'failed'}`}
      picture={
        <div className="fill">
          <CardOnReader isReading={isReading} progress={visit.progress} />
          {isReading && (
            <progress
              className="only-spoken"
              aria-label={texts.chip.progress}
              max={100}
              value={Math.round(visit.progress * 100)}
            />
          )}
        </div>
      }
    >
      {problem !== null && step === 'failed' && (
        <Notice tone="attention">
          <strong>{problem.title}.</strong> {problem.next}
        </Notice>
      )}
      {step === 'failed' && (
        <Choice
          tone="primary"
          size="large"
          icon={CreditCard}
          label={texts.chip.again}
          onPress={() => send({ type: 'retry' })}
        />
      )}
      <Choice
        icon={SkipForward}
        label={texts.chip.skip}
        hint={texts.chip.skipHint}
        isDisabled={step === 'checking'}
        onPress={() => send({ type: 'skip-chip' })}
      />
      <Choice
        icon={UserRoundCheck}
        label={texts.card.staff}
        onPress={() => send({ type: 'identify-by-staff' })}
      />
    </Situation>
  );
}
