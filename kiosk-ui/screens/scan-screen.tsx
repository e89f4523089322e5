import type { ScannedPage } from '@saoy/contracts/visit/status';
import { Undo2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useKiosk } from '../app/kiosk-context.ts';
import { useIsLandscape } from '../app/use-room.ts';
import { Choice } from '../components/choice.tsx';
import { PagerArrows, usePages } from '../components/pager.tsx';
import { Situation } from '../components/situation.tsx';
import { PageOnGlass } from '../drawings/page-on-glass.tsx';
import { PagePicture } from './page-picture.tsx';
import { keyOf, PageStrip, type StripItem } from './page-strip.tsx';
import { ScanChoices } from './scan-choices.tsx';
import type { ScreenProps } from './screen-props.ts';

/** How many small pages fit beside the arrows and the undo button. */
const places = {
  portrait: { free: { alone: 6, withArrows: 5 }, undo: { alone: 5, withArrows: 3 } },
  landscape: { free: { alone: 6, withArrows: 4 }, undo: { alone: 4, withArrows: 2 } },
};

/** More would have to be remembered; the next scan shows what is left. */
const mostProblemsSaid = 2;

export function ScanScreen({ visit }: ScreenProps<'scan'>) {
  const { texts, send } = useKiosk();
  const [chosenKey, setChosenKey] = useState<string | null>(null);
  const items = listItems(visit);
  const current = items.filter((item) => item.originalId === visit.currentId);
  const newest = current.findLast((item) => item.page?.state === 'problem') ?? current.at(-1);
  const selected = items.find((item) => keyOf(item) === chosenKey) ?? newest ?? items[0];
  const page = selected?.page ?? null;
  const pageCount = items.filter((item) => item.page !== null).length;

  // A page that has just come in is what the person wants to see.
  // biome-ignore lint/correctness/useExhaustiveDependencies: forgets the choice whenever pages come or go.
  useEffect(() => setChosenKey(null), [pageCount, visit.currentId]);

  const words = wordsFor(page, visit.isScanning, texts.scan);
  const select = (item: StripItem): void => {
    setChosenKey(keyOf(item));
    if (item.originalId !== visit.currentId) send({ type: 'select-original', originalId: item.originalId });
  };
  return (
    <Situation
      title={words.title}
      lead={words.lead}
      focusKey={`scan ${pageCount} ${visit.isScanning}`}
      picture={
        page === null || page.state === 'scanning' ? (
          <div className="fill">
            <PageOnGlass isScanning={visit.isScanning} />
          </div>
        ) : (
          <PagePicture
            pageId={page.id}
            widthPx={page.widthPx}
            heightPx={page.heightPx}
            alt={texts.scan.page((selected?.index ?? 0) + 1)}
            marks={page.problems.flatMap(({ box, code }, at) =>
              box === null ? [] : [{ key: `${code} ${at}`, box, tone: 'problem' as const }],
            )}
          />
        )
      }
    >
      {pageCount > 0 && selected !== undefined && (
        <ScannedPages
          items={items}
          selectedKey={keyOf(selected)}
          hasSeveral={visit.originals.length > 1}
          undo={visit.undo}
          onSelect={select}
        />
      )}
      {pageCount === 0 && visit.undo !== null && (
        <Choice icon={Undo2} label={texts.scan.undo[visit.undo]} onPress={() => send({ type: 'undo' })} />
      )}
      {selected !== undefined && <ScanChoices visit={visit} selected={selected} />}
    </Situation>
  );
}

function ScannedPages({
  items,
  selectedKey,
  hasSeveral,
  undo,
  onSelect,
}: {
  items: readonly StripItem[];
  selectedKey: string;
  hasSeveral: boolean;
  undo: ScreenProps<'scan'>['visit']['undo'];
  onSelect: (item: StripItem) => void;
}) {
  const { texts, send } = useKiosk();
  const { alone, withArrows } =
    places[useIsLandscape() ? 'landscape' : 'portrait'][undo === null ? 'free' : 'undo'];
  const perPage = items.length <= alone ? alone : withArrows;
  const { at, turn } = usePages(
    items.length,
    perPage,
    items.findIndex((item) => keyOf(item) === selectedKey),
  );
  return (
    <div className="scanned-pages">
      <PagerArrows
        at={at}
        perPage={perPage}
        total={items.length}
        previousLabel={texts.review.less}
        nextLabel={texts.review.more}
        onTurn={turn}
      >
        <PageStrip
          items={items.slice(at, at + perPage)}
          selectedKey={selectedKey}
          showOriginals={hasSeveral}
          onSelect={onSelect}
          onMove={(pageId, to) => send({ type: 'move-page', pageId, to })}
        />
      </PagerArrows>
      {undo !== null && (
        <Choice
          size="small"
          icon={Undo2}
          label={texts.scan.undo[undo]}
          onPress={() => send({ type: 'undo' })}
        />
      )}
    </div>
  );
}

/** All pages of all originals in order; an original without pages keeps a place of its own. */
function listItems(visit: ScreenProps<'scan'>['visit']): StripItem[] {
  return visit.originals.flatMap(({ id, pages }, o): StripItem[] => {
    const item = { originalId: id, originalNumber: o + 1 };
    if (pages.length === 0) return [{ ...item, page: null, index: 0 }];
    return pages.map((page, index) => ({ ...item, page, index }));
  });
}

function wordsFor(
  page: ScannedPage | null,
  isScanning: boolean,
  texts: ReturnType<typeof useKiosk>['texts']['scan'],
): { title: string; lead: string } {
  if (isScanning) return { title: texts.titleScanning, lead: '' };
  if (page === null) return { title: texts.titleFirst, lead: texts.leadFirst };
  if (page.state === 'problem') {
    const codes = [...new Set(page.problems.map(({ code }) => code))].slice(0, mostProblemsSaid);
    return { title: texts.titleProblem, lead: codes.map((code) => texts.problems[code]).join(' ') };
  }
  return { title: texts.titleNext, lead: texts.leadNext };
}
