import { ArrowLeft, Hand, LogOut } from 'lucide-react';
import { useKiosk } from '../app/kiosk-context.ts';
import { Choice } from './choice.tsx';

/** The way out, the way back and the way to a person: in the same place on every screen. */
export function BottomBar() {
  const { status, texts, send, isLost } = useKiosk();
  const { screen } = status.visit;
  const isVisit = !isLost && screen !== 'attract' && screen !== 'ending';
  return (
    <nav className="bottom-bar" aria-label={texts.bar.label}>
      <Choice
        icon={LogOut}
        label={texts.bar.end}
        isDisabled={!isVisit}
        onPress={() => send({ type: 'end' })}
      />
      <Choice
        icon={ArrowLeft}
        label={texts.bar.back}
        isDisabled={!isVisit || !status.canGoBack}
        onPress={() => send({ type: 'back' })}
      />
      <Choice
        icon={Hand}
        label={texts.bar.askStaff}
        isDisabled={isLost || status.isStaffCalled}
        onPress={() => send({ type: 'ask-staff' })}
      />
    </nav>
  );
}
