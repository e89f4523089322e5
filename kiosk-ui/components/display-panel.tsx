import { Check } from 'lucide-react';
import { useKiosk } from '../app/kiosk-context.ts';
import { Choice } from './choice.tsx';
import { DisplayChoices } from './display-choices.tsx';
import { Overlay } from './overlay.tsx';

/** The display modes, at any moment of the visit. */
export function DisplayPanel({ onClose }: { onClose: () => void }) {
  const { texts } = useKiosk();
  return (
    <Overlay title={texts.display.title} onClose={onClose}>
      <DisplayChoices />
      <p className="overlay-text">{texts.display.spokenHint}</p>
      <Choice tone="primary" size="large" icon={Check} label={texts.display.close} onPress={onClose} />
    </Overlay>
  );
}
