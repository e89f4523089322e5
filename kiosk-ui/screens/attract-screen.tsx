import { ArrowRight } from 'lucide-react';
import { useKiosk } from '../app/kiosk-context.ts';
import { Choice } from '../components/choice.tsx';
import { DisplayChoices } from '../components/display-choices.tsx';
import { Situation } from '../components/situation.tsx';
import { OriginalToCopy } from '../drawings/original-to-copy.tsx';
import { PartDrawing } from '../drawings/part-drawing.tsx';
import { faultText, partOf } from '../texts/fault-text.ts';
import { textsOf } from '../texts/texts.ts';
import type { ScreenProps } from './screen-props.ts';

/** Nobody is here yet, so the screen speaks both languages. */
export function AttractScreen({ visit }: ScreenProps<'attract'>) {
  const { texts, send, status } = useKiosk();
  const other = textsOf[status.language === 'vi' ? 'en' : 'vi'];
  const otherLanguage = status.language === 'vi' ? 'en' : 'vi';
  if (visit.outOfService !== null) {
    return (
      <Situation
        title={texts.attract.outTitle}
        lead={
          <>
            <p>{faultText(visit.outOfService, status.language).happened}</p>
            <p>{texts.attract.outLead}</p>
            <p lang={otherLanguage} className="second-language">
              {other.attract.outTitle}. {other.attract.outLead}
            </p>
          </>
        }
        picture={<PartDrawing part={partOf(visit.outOfService)} />}
      >
        <p className="contact">{texts.fault.contact(status.kiosk.contact)}</p>
      </Situation>
    );
  }
  return (
    <Situation
      title={texts.attract.title}
      lead={
        <>
          <p>{texts.attract.lead}</p>
          <p lang={otherLanguage} className="second-language">
            {other.attract.title}. {other.attract.lead}
          </p>
        </>
      }
      picture={<OriginalToCopy />}
    >
      <Choice
        tone="primary"
        size="large"
        icon={ArrowRight}
        label={texts.attract.start}
        hint={other.attract.start}
        onPress={() => send({ type: 'begin' })}
      />
      <DisplayChoices />
    </Situation>
  );
}
