import { CircleHelp, Globe, PersonStanding } from 'lucide-react';
import { useKiosk } from '../app/kiosk-context.ts';
import { Mark } from '../drawings/mark.tsx';
import { Choice } from './choice.tsx';

/** Whose kiosk this is; language, help and display always in the same place. */
export function HeaderBar({ onDisplay }: { onDisplay: () => void }) {
  const { status, say } = useKiosk();
  return (
    <header className="header-bar">
      <Mark />
      <p className="authority">{say(status.kiosk.authority)}</p>
      {status.display.reach === 'normal' && <HeaderTools onDisplay={onDisplay} />}
    </header>
  );
}

/** In the header, or just above the bottom bar when everything touchable is to be low. */
export function HeaderTools({ onDisplay }: { onDisplay: () => void }) {
  const { status, texts, send, isLost } = useKiosk();
  const other = status.language === 'vi' ? 'en' : 'vi';
  const { screen } = status.visit;
  return (
    <nav className="header-tools" aria-label={texts.header.label}>
      <Choice
        size="small"
        tone="quiet"
        icon={Globe}
        label={texts.otherLanguageName}
        isDisabled={isLost}
        onPress={() => send({ type: 'choose-language', language: other })}
      />
      <Choice
        size="small"
        tone="quiet"
        icon={CircleHelp}
        label={texts.header.help}
        isDisabled={isLost || screen === 'help' || screen === 'attract' || screen === 'ending'}
        onPress={() => send({ type: 'open-help' })}
      />
      <Choice
        size="small"
        tone="quiet"
        icon={PersonStanding}
        label={texts.header.display}
        isDisabled={isLost}
        onPress={onDisplay}
      />
    </nav>
  );
}
