import { Bell, Clock, LogOut } from 'lucide-react';
import { useKiosk } from '../app/kiosk-context.ts';
import { useSecondsUntil } from '../app/use-seconds-until.ts';
import { useChime } from '../speech/use-chime.ts';
import { useSpokenText } from '../speech/use-spoken-text.ts';
import { Choice } from './choice.tsx';
import { Overlay } from './overlay.tsx';

/** WCAG 2.2.1: warn by sight and sound, and let a simple touch extend the time, without limit. */
export function IdleWarning({ endsAt }: { endsAt: string }) {
  const { texts, send } = useKiosk();
  const seconds = useSecondsUntil(endsAt);
  useChime(5000);
  useSpokenText(texts.idle.title);
  return (
    <Overlay title={texts.idle.title} role="alertdialog">
      <p className="countdown" aria-hidden="true">
        {seconds}
      </p>
      <p className="overlay-text" role="timer">
        {texts.idle.lead(seconds)}
      </p>
      <p className="caption">
        <Bell aria-hidden="true" /> {texts.idle.sound}
      </p>
      <Choice
        tone="primary"
        size="large"
        icon={Clock}
        label={texts.idle.more}
        autoFocus
        onPress={() => send({ type: 'more-time' })}
      />
      <Choice icon={LogOut} label={texts.idle.end} onPress={() => send({ type: 'end' })} />
    </Overlay>
  );
}
