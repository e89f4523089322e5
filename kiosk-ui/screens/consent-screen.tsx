import { ScanFace, UserRoundCheck } from 'lucide-react';
import { useKiosk } from '../app/kiosk-context.ts';
import { Choice } from '../components/choice.tsx';
import { Situation } from '../components/situation.tsx';
import { FaceMovement } from '../drawings/face-movement.tsx';
import { StaffDrawing } from '../drawings/staff-drawing.tsx';

/** Law 91/2025 art. 9: no consent by default, and the way without the face counts the same, so both look the same. */
export function ConsentScreen() {
  const { texts, send, status, say } = useKiosk();
  const note = texts.consent.note(say(status.kiosk.authority));
  return (
    <Situation
      title={texts.consent.title}
      lead={
        <>
          <p>{texts.consent.lead}</p>
          <p className="fine">{note}</p>
        </>
      }
      spoken={`${texts.consent.lead} ${note}`}
      picture={
        <div className="two-pictures">
          <FaceMovement challenge={null} />
          <StaffDrawing />
        </div>
      }
    >
      <div className="two-choices">
        <Choice
          size="large"
          icon={ScanFace}
          label={texts.consent.face}
          hint={texts.consent.faceHint}
          onPress={() => send({ type: 'give-consent', face: true })}
        />
        <Choice
          size="large"
          icon={UserRoundCheck}
          label={texts.consent.staff}
          hint={texts.consent.staffHint}
          onPress={() => send({ type: 'give-consent', face: false })}
        />
      </div>
    </Situation>
  );
}
