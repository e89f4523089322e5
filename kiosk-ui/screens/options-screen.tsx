import { ArrowRight, Mail, Minus, Plus, Printer, Smartphone } from 'lucide-react';
import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useKiosk } from '../app/kiosk-context.ts';
import { useRoom } from '../app/use-room.ts';
import { Choice } from '../components/choice.tsx';
import { PagerArrows, usePages } from '../components/pager.tsx';
import { Situation } from '../components/situation.tsx';
import { ToggleChoice } from '../components/toggle-choice.tsx';
import { CopyIntoTray } from '../drawings/copy-into-tray.tsx';
import { EmailEntry } from './email-entry.tsx';
import type { ScreenProps } from './screen-props.ts';

const rows = { wide: 3, tight: 1, tightest: 1 };

export function OptionsScreen({ visit }: ScreenProps<'options'>) {
  const { texts, send } = useKiosk();
  const [isTypingEmail, setIsTypingEmail] = useState(false);
  const room = useRoom();
  const perPage = rows[room];
  const pager = usePages(visit.originals.length, perPage);
  const { delivery } = visit;
  const hasOne = delivery.print || delivery.download || delivery.email !== null;
  const groupLabel = hasOne ? texts.options.delivery : texts.options.chooseOne;
  const set = (change: Partial<typeof delivery>): void =>
    send({ type: 'set-delivery', ...delivery, ...change });

  if (isTypingEmail)
    return (
      <EmailEntry
        initial={delivery.email ?? ''}
        onDone={(email) => {
          set({ email });
          setIsTypingEmail(false);
        }}
      />
    );
  return (
    <Situation
      title={texts.options.title}
      lead={room === 'tightest' ? groupLabel : ''}
      picture={<CopyIntoTray />}
    >
      <PagerArrows
        at={pager.at}
        perPage={perPage}
        total={visit.originals.length}
        previousLabel={texts.done.previous}
        nextLabel={texts.done.next}
        onTurn={pager.turn}
      >
        <ul className="copy-rows">
          {visit.originals.slice(pager.at, pager.at + perPage).map((original) => (
            <CopiesRow key={original.id} original={original} maxCopies={visit.maxCopies} />
          ))}
        </ul>
      </PagerArrows>
      {room !== 'tightest' && <p className="group-label">{groupLabel}</p>}
      <div className="toggle-row">
        <ToggleChoice
          icon={Printer}
          label={texts.options.print}
          hint={visit.canPrint ? texts.options.printHint : texts.options.printOff}
          isSelected={delivery.print && visit.canPrint}
          isDisabled={!visit.canPrint}
          onChange={(print) => set({ print })}
        />
        <ToggleChoice
          icon={Smartphone}
          label={texts.options.download}
          hint={texts.options.downloadHint}
          isSelected={delivery.download}
          onChange={(download) => set({ download })}
        />
        <ToggleChoice
          icon={Mail}
          label={texts.options.email}
          hint={delivery.email ?? texts.options.emailHint}
          isSelected={delivery.email !== null}
          onChange={() => setIsTypingEmail(true)}
        />
      </div>
      <Choice
        tone="primary"
        size="large"
        icon={ArrowRight}
        label={texts.options.continue}
        isDisabled={!hasOne}
        onPress={() => send({ type: 'show-fee' })}
      />
    </Situation>
  );
}

function CopiesRow({
  original,
  maxCopies,
}: {
  original: ScreenProps<'options'>['visit']['originals'][number];
  maxCopies: number;
}) {
  const { texts, send, say } = useKiosk();
  const set = (copies: number): void => send({ type: 'set-copies', originalId: original.id, copies });
  return (
    <li className="copies-row">
      <span className="copies-title">
        {say(original.title)}
        <span className="choice-hint">{texts.scan.pages(original.pages)}</span>
      </span>
      <Button
        className="choice choice-plain stepper"
        aria-label={texts.options.fewer}
        isDisabled={original.copies <= 1}
        onPress={() => set(original.copies - 1)}
      >
        <Minus aria-hidden="true" />
      </Button>
      <output className="copies-count" aria-label={texts.options.copies}>
        {texts.options.copiesOf(original.copies)}
      </output>
      <Button
        className="choice choice-plain stepper"
        aria-label={texts.options.more}
        isDisabled={original.copies >= maxCopies}
        onPress={() => set(original.copies + 1)}
      >
        <Plus aria-hidden="true" />
      </Button>
    </li>
  );
}
