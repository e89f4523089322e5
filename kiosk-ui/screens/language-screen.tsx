import { languageSchema } from '@saoy/contracts/ids';
import { Languages } from 'lucide-react';
import { useKiosk } from '../app/kiosk-context.ts';
import { Choice } from '../components/choice.tsx';
import { DisplayChoices } from '../components/display-choices.tsx';
import { Situation } from '../components/situation.tsx';
import { OriginalToCopy } from '../drawings/original-to-copy.tsx';
import { textsOf } from '../texts/texts.ts';

export function LanguageScreen() {
  const { send } = useKiosk();
  const { vi, en } = textsOf;
  return (
    <Situation
      title={vi.language.title}
      lead={<p lang="en">{en.language.title}</p>}
      picture={<OriginalToCopy />}
    >
      <div className="two-choices">
        {languageSchema.options.map((language) => (
          <div key={language} lang={language}>
            <Choice
              size="large"
              icon={Languages}
              label={textsOf[language].languageName}
              onPress={() => send({ type: 'choose-language', language })}
            />
          </div>
        ))}
      </div>
      <DisplayChoices />
    </Situation>
  );
}
