import type { Display } from '@saoy/contracts/visit/status';
import { ArrowDownToLine, Contrast, Volume2, ZoomIn } from 'lucide-react';
import { useKiosk } from '../app/kiosk-context.ts';
import { ToggleChoice } from './toggle-choice.tsx';

/** Larger, clearer, lower, aloud: offered before anything else is asked. */
export function DisplayChoices() {
  const { status, texts, send } = useKiosk();
  const { display } = status;
  const set = (change: Partial<Display>): void =>
    send({ type: 'set-display', display: { ...display, ...change } });
  const hint = (isOn: boolean): string => (isOn ? texts.display.on : texts.display.off);
  const isLarge = display.textSize === 'large';
  const isHigh = display.contrast === 'high';
  const isLow = display.reach === 'low';
  return (
    <div className="toggle-row toggle-row-4">
      <ToggleChoice
        icon={ZoomIn}
        label={texts.display.large}
        hint={hint(isLarge)}
        isSelected={isLarge}
        onChange={(on) => set({ textSize: on ? 'large' : 'normal' })}
      />
      <ToggleChoice
        icon={Contrast}
        label={texts.display.contrast}
        hint={hint(isHigh)}
        isSelected={isHigh}
        onChange={(on) => set({ contrast: on ? 'high' : 'normal' })}
      />
      <ToggleChoice
        icon={ArrowDownToLine}
        label={texts.display.low}
        hint={hint(isLow)}
        isSelected={isLow}
        onChange={(on) => set({ reach: on ? 'low' : 'normal' })}
      />
      <ToggleChoice
        icon={Volume2}
        label={texts.display.spoken}
        hint={hint(display.isSpoken)}
        isSelected={display.isSpoken}
        onChange={(isSpoken) => set({ isSpoken })}
      />
    </div>
  );
}
