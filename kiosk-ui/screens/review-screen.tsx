import { ArrowRight, Check } from 'lucide-react';
import { useState } from 'react';
import { useKiosk } from '../app/kiosk-context.ts';
import { useRoom } from '../app/use-room.ts';
import { Choice } from '../components/choice.tsx';
import { Notice } from '../components/notice.tsx';
import { PagerArrows, usePages } from '../components/pager.tsx';
import { Situation } from '../components/situation.tsx';
import { PagePicture } from './page-picture.tsx';
import { ReadFieldRow } from './read-field-row.tsx';
import type { ScreenProps } from './screen-props.ts';

const rows = { wide: 4, tight: 3, tightest: 2 };

/** What was read, line by line, beside the place it was read from. */
export function ReviewScreen({ visit }: ScreenProps<'review'>) {
  const { texts, send, say } = useKiosk();
  const [selectedName, setSelectedName] = useState<string | null>(null);
  const perPage = rows[useRoom()];
  const at = visit.originals.findIndex(({ id }) => id === visit.currentId);
  const original = visit.originals[at] ?? visit.originals[0];
  const fields = original?.fields ?? [];
  const pager = usePages(fields.length, perPage);
  if (original === undefined) return null;
  const selected = fields.find(({ name }) => name === selectedName);
  const pageIndex = selected?.page ?? 0;
  const page = original.pages[pageIndex];
  const next = visit.originals[at + 1];
  const isQuestioned = visit.originals.some((each) => each.fields.some((field) => field.isQuestioned));
  const lead = [say(original.title), fields.length > 0 ? texts.review.lead : ''].filter(Boolean).join('. ');
  return (
    <Situation
      title={texts.review.title}
      lead={
        <>
          <p>{lead}</p>
          {original.flags.length > 0 && (
            <Notice tone="attention">
              {texts.review.flags}: {original.flags.map((flag) => say(flag.label)).join('; ')}
            </Notice>
          )}
        </>
      }
      spoken={lead}
      picture={
        page !== undefined && (
          <PagePicture
            pageId={page.id}
            widthPx={page.widthPx}
            heightPx={page.heightPx}
            alt={texts.scan.page(pageIndex + 1)}
            focus={selected?.box ?? null}
            marks={selected?.box == null ? [] : [{ key: selected.name, box: selected.box, tone: 'field' }]}
          />
        )
      }
    >
      {fields.length === 0 && <Notice tone="calm">{texts.review.empty}</Notice>}
      <ul className="read-fields">
        {fields.slice(pager.at, pager.at + perPage).map((field) => (
          <ReadFieldRow
            key={field.name}
            field={field}
            isSelected={field.name === selectedName}
            onSelect={() => setSelectedName(field.name === selectedName ? null : field.name)}
            onQuestion={(isNowQuestioned) =>
              send({
                type: 'question-field',
                originalId: original.id,
                field: field.name,
                isQuestioned: isNowQuestioned,
              })
            }
          />
        ))}
      </ul>
      <PagerArrows
        at={pager.at}
        perPage={perPage}
        total={fields.length}
        previousLabel={texts.review.less}
        nextLabel={texts.review.more}
        onTurn={pager.turn}
      >
        {next === undefined ? (
          <Choice
            tone="primary"
            size="large"
            icon={Check}
            label={isQuestioned ? texts.review.confirmMarked : texts.review.confirm}
            onPress={() => send({ type: 'confirm-read' })}
          />
        ) : (
          <Choice
            tone="primary"
            size="large"
            icon={ArrowRight}
            label={texts.review.nextPaper}
            hint={say(next.title)}
            onPress={() => send({ type: 'select-original', originalId: next.id })}
          />
        )}
      </PagerArrows>
    </Situation>
  );
}
