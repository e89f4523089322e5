import type { ScreenName } from '@saoy/contracts/visit/status';
import { Check } from 'lucide-react';
import { useKiosk } from '../app/kiosk-context.ts';

const steps = ['you', 'papers', 'check', 'receive'] as const;
type Step = (typeof steps)[number];

/** Where the person stands; null while there is nothing to count yet. */
const stepOf: Record<ScreenName, Step | null> = {
  attract: null,
  language: null,
  service: null,
  help: null,
  advice: null,
  consent: 'you',
  card: 'you',
  'card-choice': 'you',
  'card-camera': 'you',
  chip: 'you',
  face: 'you',
  'identity-result': 'you',
  scan: 'papers',
  reading: 'check',
  review: 'check',
  options: 'receive',
  fee: 'receive',
  processing: 'receive',
  appointment: 'receive',
  done: 'receive',
  ending: null,
};

/** Progress as named steps. */
export function StepBar() {
  const { status, texts } = useKiosk();
  const current = stepOf[status.visit.screen];
  if (current === null) return null;
  const at = steps.indexOf(current);
  return (
    <ol className="step-bar" aria-label={texts.steps.label}>
      {steps.map((step, i) => (
        <li
          key={step}
          className={i < at ? 'step-done' : i === at ? 'step-now' : 'step-ahead'}
          aria-current={i === at ? 'step' : undefined}
        >
          <span className="step-mark" aria-hidden="true">
            {i < at ? <Check /> : i + 1}
          </span>
          {texts.steps[step]}
          {i < at && <span className="only-spoken">, {texts.stepDone}</span>}
        </li>
      ))}
    </ol>
  );
}
