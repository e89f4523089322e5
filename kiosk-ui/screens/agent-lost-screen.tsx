import { useKiosk } from '../app/kiosk-context.ts';
import { Notice } from '../components/notice.tsx';
import { Situation } from '../components/situation.tsx';
import { PartDrawing } from '../drawings/part-drawing.tsx';

/** The agent is gone: nothing can be asked of it, but the person must know that nothing is lost. */
export function AgentLostScreen() {
  const { texts, status } = useKiosk();
  return (
    <Situation title={texts.lost.title} lead={texts.lost.lead} picture={<PartDrawing part="kiosk" />}>
      <Notice tone="calm">{texts.lost.note}</Notice>
      {status.kiosk.contact !== '' && <p className="contact">{texts.fault.contact(status.kiosk.contact)}</p>}
    </Situation>
  );
}
