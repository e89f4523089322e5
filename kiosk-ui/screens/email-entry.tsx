import { Check, Delete, X } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useKiosk } from '../app/kiosk-context.ts';
import { Choice } from '../components/choice.tsx';
import { Situation } from '../components/situation.tsx';

const letters = [...'abcdefghijklmnopqrstuvwxyz', '@', '.', '-', '_'];
const signs = [...'1234567890', '@', '.', '-', '_', '+'];
const domains = ['@gmail.com', '@yahoo.com', '@outlook.com', '@icloud.com', '.com', '.vn'];
const longestEmail = 254;
/** Enough to catch a slip of the finger; the contract and the mail server judge the rest. */
const looksComplete = (text: string): boolean => /^[\w.+-]+@[\w-]+(\.[\w-]+)*\.[a-z]{2,}$/.test(text);

/** The kiosk has no keyboard of its own; where one is plugged in, it works as well. */
export function EmailEntry({
  initial,
  onDone,
}: {
  initial: string;
  /** null: no e-mail after all. */
  onDone: (email: string | null) => void;
}) {
  const { texts } = useKiosk();
  const [text, setText] = useState(initial);
  const [isSigns, setIsSigns] = useState(false);
  const change = (next: string): void =>
    setText(next.toLowerCase().replace(/\s/g, '').slice(0, longestEmail));
  const isComplete = looksComplete(text);
  return (
    <Situation
      title={texts.email.title}
      lead={text !== '' && !isComplete ? texts.email.invalid : ''}
      picture={
        <input
          className="email-field"
          aria-label={texts.email.field}
          placeholder={texts.email.placeholder}
          value={text}
          inputMode="none"
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => change(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && isComplete) onDone(text);
          }}
        />
      }
    >
      <div className="keyboard">
        {(isSigns ? signs : letters).map((key) => (
          <Button key={key} className="choice choice-plain key" onPress={() => change(text + key)}>
            {key}
          </Button>
        ))}
        {isSigns &&
          domains.map((domain) => (
            <Button
              key={domain}
              className="choice choice-plain key key-domain"
              onPress={() => change(complete(text, domain))}
            >
              {domain}
            </Button>
          ))}
        <Button
          className="choice choice-quiet key"
          aria-label={isSigns ? texts.email.letters : texts.email.shift}
          onPress={() => setIsSigns(!isSigns)}
        >
          {isSigns ? 'abc' : '123'}
        </Button>
        <Button
          className="choice choice-quiet key"
          aria-label={texts.email.erase}
          onPress={() => change(text.slice(0, -1))}
        >
          <Delete aria-hidden="true" />
        </Button>
      </div>
      <div className="choice-row choice-row-1-2">
        <Choice icon={X} label={texts.email.cancel} onPress={() => onDone(null)} />
        <Choice
          tone="primary"
          icon={Check}
          label={texts.email.done}
          isDisabled={!isComplete}
          onPress={() => onDone(text)}
        />
      </div>
    </Situation>
  );
}

/** `an@gm` + `@gmail.com` is `an@gmail.com`, not `an@gm@gmail.com`. */
const complete = (text: string, domain: string): string =>
  (domain.startsWith('@') ? (text.split('@')[0] ?? '') : text) + domain;
