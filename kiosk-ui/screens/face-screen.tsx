import type { GuidanceCode } from '@saoy/contracts/identity';
import { maskName } from '@saoy/contracts/identity';
import { Play, RotateCcw, UserRoundCheck } from 'lucide-react';
import { useCallback, useState } from 'react';
import { useKiosk } from '../app/kiosk-context.ts';
import { Choice } from '../components/choice.tsx';
import { Notice } from '../components/notice.tsx';
import { Situation } from '../components/situation.tsx';
import { FaceMovement } from '../drawings/face-movement.tsx';
import type { Seen } from '../face-guide/use-face-guide.ts';
import { useFaceTones } from '../face-guide/use-face-tones.ts';
import { faultText } from '../texts/fault-text.ts';
import { LiveFace } from './live-face.tsx';
import type { ScreenProps } from './screen-props.ts';

export function FaceScreen({ visit }: ScreenProps<'face'>) {
  const { texts, send, status } = useKiosk();
  const [seen, setSeen] = useState<Seen['guidance'] | null>(null);
  /** Every opening of the camera has its number; the one that failed is remembered. */
  const [opening, setOpening] = useState({ number: 1, isLost: false });
  const loseCamera = useCallback(() => setOpening((now) => ({ ...now, isLost: true })), []);
  const isGuiding = visit.step === 'guiding';
  const busy = visit.isBusy ? faultText('identity.busy', status.language) : null;
  const guidance = guidanceNow(visit.step, visit.guidance, seen);
  const isGood = guidance === 'ok';
  useFaceTones({
    challenge: isGuiding ? visit.challenge : null,
    challengesDone: visit.challengesDone,
    isFinished: visit.step === 'judging',
    isWrong: isGuiding && !isGood && guidance !== 'hold-still',
  });
  const title =
    isGuiding && visit.challenge !== null && isGood
      ? texts.face.challenges[visit.challenge]
      : texts.face.title;
  const lead = {
    starting: visit.isRetry ? texts.face.retry : texts.face.leadStart,
    guiding: isGood && visit.challenge !== null ? texts.face.slowly : texts.face.guidance[guidance],
    judging: texts.face.judging,
  }[visit.step];
  return (
    <Situation
      title={title}
      lead={opening.isLost ? texts.face.noCamera : lead}
      focusKey={`face ${visit.step}`}
      picture={
        <div className="face-scene">
          <LiveFace
            key={opening.number}
            step={visit.step}
            guidance={guidance}
            onGuidance={setSeen}
            onCameraLost={loseCamera}
          />
          <div className="face-side">
            <FaceMovement challenge={isGuiding ? visit.challenge : null} />
            {isGuiding && visit.challengesTotal > 0 && (
              <p className="face-count">
                {texts.face.movement(
                  Math.min(visit.challengesDone + 1, visit.challengesTotal),
                  visit.challengesTotal,
                )}
              </p>
            )}
            {isGuiding && (
              <MovementMarks
                done={visit.challengesDone}
                total={visit.challengesTotal}
                progress={visit.progress}
              />
            )}
          </div>
        </div>
      }
    >
      {busy !== null && (
        <Notice tone="attention">
          <strong>{busy.title}.</strong> {busy.next}
        </Notice>
      )}
      <Notice tone="calm">
        {visit.holderName !== null && <strong>{texts.face.holder(maskName(visit.holderName))}. </strong>}
        {texts.face.attemptsLeft(visit.attemptsLeft)}.
      </Notice>
      {visit.step !== 'judging' && opening.isLost && (
        <Choice
          size="large"
          icon={RotateCcw}
          label={texts.face.again}
          onPress={() => setOpening(({ number }) => ({ number: number + 1, isLost: false }))}
        />
      )}
      {visit.step === 'starting' && !opening.isLost && (
        <Choice
          size="large"
          icon={Play}
          label={visit.isRetry ? texts.face.again : texts.face.start}
          onPress={() => send({ type: 'start-face' })}
        />
      )}
      <Choice
        icon={UserRoundCheck}
        size={visit.step === 'starting' || opening.isLost ? 'large' : 'normal'}
        label={texts.face.staff}
        onPress={() => send({ type: 'identify-by-staff' })}
      />
    </Situation>
  );
}

/** This browser sees at once what is wrong with the place; what else there is the server says, some frames later. */
const guidanceNow = (
  step: ScreenProps<'face'>['visit']['step'],
  said: GuidanceCode,
  seen: Seen['guidance'] | null,
): GuidanceCode => {
  if (step === 'starting') return seen ?? 'ok';
  if (seen === null || seen === 'ok') return isAboutPlace(said) && seen === 'ok' ? 'ok' : said;
  return seen;
};

/** Already put right when this browser no longer sees it. */
const isAboutPlace = (code: GuidanceCode): boolean =>
  code === 'no-face' || code === 'too-far' || code === 'too-near' || code === 'not-centred';

/** One mark a movement: done, under way by what was seen of it, or ahead. */
function MovementMarks({ done, total, progress }: { done: number; total: number; progress: number }) {
  return (
    <div className="movement-marks" aria-hidden="true">
      {Array.from({ length: total }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: marks never change places.
        <span key={i} className="movement-mark">
          <span style={{ width: `${(i < done ? 1 : i === done ? progress : 0) * 100}%` }} />
        </span>
      ))}
    </div>
  );
}
