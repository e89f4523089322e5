import { ArrowLeft, Hand } from 'lucide-react';
import { useKiosk } from '../app/kiosk-context.ts';
import { Choice } from '../components/choice.tsx';
import { Situation } from '../components/situation.tsx';
import { CopyIntoTray } from '../drawings/copy-into-tray.tsx';
import { FaceMovement } from '../drawings/face-movement.tsx';
import { PageOnGlass } from '../drawings/page-on-glass.tsx';

export function HelpScreen() {
  const { texts, send, status } = useKiosk();
  const drawings = [
    <PageOnGlass key="scan" />,
    <FaceMovement key="face" challenge={null} />,
    <CopyIntoTray key="copy" />,
  ];
  return (
    <Situation
      title={texts.help.title}
      picture={
        <ol className="help-lines">
          {texts.help.lines.map((line, i) => (
            <li key={line}>
              <div className="help-drawing">{drawings[i]}</div>
              <p>{line}</p>
            </li>
          ))}
        </ol>
      }
    >
      <p className="contact">{texts.help.contact(status.kiosk.contact)}</p>
      <Choice
        tone="primary"
        size="large"
        icon={ArrowLeft}
        label={texts.help.close}
        onPress={() => send({ type: 'back' })}
      />
      <Choice icon={Hand} label={texts.help.call} onPress={() => send({ type: 'ask-staff' })} />
    </Situation>
  );
}
