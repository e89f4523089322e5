import { useKiosk } from '../app/kiosk-context.ts';
import { Situation } from '../components/situation.tsx';
import { TakeOriginal } from '../drawings/take-original.tsx';

export function EndingScreen() {
  const { texts } = useKiosk();
  return (
    <Situation title={texts.ending.title} lead={texts.ending.lead} picture={<TakeOriginal />}>
      <p className="big-words">{texts.done.takeOriginal}</p>
    </Situation>
  );
}
