import type { CardHint } from '@saoy/contracts/identity';
import { RotateCcw, ScanLine, UserRoundCheck } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import { useKiosk } from '../app/kiosk-context.ts';
import { useSecondsSince } from '../app/use-seconds-since.ts';
import { Choice } from '../components/choice.tsx';
import { Notice } from '../components/notice.tsx';
import { Situation } from '../components/situation.tsx';
import { linkFaceGuide } from '../face-guide/face-guide-link.ts';
import { useMelodies } from '../speech/use-melodies.ts';
import { faultText } from '../texts/fault-text.ts';
import { LiveCard } from './live-card.tsx';
import type { ScreenProps } from './screen-props.ts';

/** After so long without a code general advice comes, and the glass is recommended. */
const adviseAfterS = 8;
const adviseEveryS = 5;
const recommendGlassAfterS = 20;
/** Given in turn where the picture itself says nothing. */
const advice: readonly CardHint[] = ['too-far', 'glare', 'no-code'];

/** The live picture with a frame; a code that is read ticks, sounds, and the visit goes on by itself. */
export function CardCameraScreen({ visit }: ScreenProps<'card-camera'>) {
  const { texts, send, status } = useKiosk();
  useEffect(() => void linkFaceGuide(), []);
  const seconds = useSecondsSince(visit.since);
  const { step } = visit;
  /** Every opening of the browser's camera has its number; the one that failed is remembered. */
  const [opening, setOpening] = useState({ number: 1, isLost: false });
  const loseCamera = useCallback(() => setOpening((now) => ({ ...now, isLost: true })), []);
  const isSearching = step === 'searching';
  useMelodies({
    finished: step === 'found',
    wrong: isSearching && visit.problem !== null,
  });
  const words = texts.cardCamera;
  const problem = visit.problem === null ? null : faultText(visit.problem, status.language);
  const hint = isSearching ? (visit.hint ?? (problem === null ? advise(seconds) : null)) : null;
  const lead = {
    searching: words.lead,
    checking: words.checking,
    found: words.foundLead,
  }[step];
  return (
    <Situation
      title={step === 'found' ? words.found : words.title}
      lead={opening.isLost ? words.noCamera : lead}
      focusKey={`card camera ${step === 'found'}`}
      picture={
        <LiveCard
          key={opening.number}
          step={step}
          note={hint === null ? null : words.hints[hint]}
          onCameraLost={loseCamera}
        />
      }
    >
      {isSearching && problem !== null && (
        <Notice tone="attention">
          <strong>{problem.title}.</strong> {problem.next}
        </Notice>
      )}
      {isSearching && problem === null && !opening.isLost && seconds >= recommendGlassAfterS && (
        <Notice tone="calm">{words.slow}</Notice>
      )}
      {opening.isLost && (
        <Choice
          size="large"
          icon={RotateCcw}
          label={texts.face.again}
          onPress={() => setOpening(({ number }) => ({ number: number + 1, isLost: false }))}
        />
      )}
      <Choice
        size="large"
        icon={ScanLine}
        label={words.glass}
        isDisabled={!isSearching}
        onPress={() => send({ type: 'choose-card-way', way: 'glass' })}
      />
      <Choice
        size="large"
        icon={UserRoundCheck}
        label={texts.card.staff}
        onPress={() => send({ type: 'identify-by-staff' })}
      />
    </Situation>
  );
}

const advise = (seconds: number): CardHint | null =>
  seconds < adviseAfterS
    ? null
    : (advice[Math.floor((seconds - adviseAfterS) / adviseEveryS) % advice.length] ?? null);
