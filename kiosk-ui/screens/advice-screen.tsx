import { ArrowRight, LogOut } from 'lucide-react';
import { useKiosk } from '../app/kiosk-context.ts';
import { Choice } from '../components/choice.tsx';
import { Situation } from '../components/situation.tsx';
import type { ScreenProps } from './screen-props.ts';

/** Before scanning, the kiosk says when a copy is not needed. */
export function AdviceScreen({ visit }: ScreenProps<'advice'>) {
  const { texts, send, say } = useKiosk();
  return (
    <Situation
      title={texts.advice.title}
      lead={texts.advice.lead}
      picture={
        <ul className="advice-lines">
          {visit.lines.map((line) => (
            <li key={line.vi}>{say(line)}</li>
          ))}
        </ul>
      }
    >
      <Choice
        tone="primary"
        size="large"
        icon={ArrowRight}
        label={texts.advice.continue}
        onPress={() => send({ type: 'continue' })}
      />
      <Choice size="large" icon={LogOut} label={texts.advice.stop} onPress={() => send({ type: 'end' })} />
    </Situation>
  );
}
