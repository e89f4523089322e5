import { ArrowLeft, ArrowRight, Check, FilePlus, Layers, RotateCcw, ScanLine, Trash2 } from 'lucide-react';
import { useKiosk } from '../app/kiosk-context.ts';
import { Choice } from '../components/choice.tsx';
import type { StripItem } from './page-strip.tsx';
import type { ScreenProps } from './screen-props.ts';

/** Tools for the page chosen, then what comes next. */
export function ScanChoices({
  visit,
  selected,
}: {
  visit: ScreenProps<'scan'>['visit'];
  selected: StripItem;
}) {
  const { texts, send } = useKiosk();
  const { page } = selected;
  const pages = visit.originals.flatMap((original) => original.pages);
  const current = visit.originals.find((original) => original.id === visit.currentId);
  const isFull = (current?.pages.length ?? 0) >= visit.maxPages;
  const isProblem = page?.state === 'problem';
  const isReady = pages.length > 0 && !visit.isScanning && pages.every(({ state }) => state === 'good');
  const isEmpty = (current?.pages.length ?? 0) === 0;
  const isScanNext = !isProblem && (isEmpty || !isReady);
  const canAdd = isReady && visit.originals.length < visit.maxOriginals && !isEmpty;
  return (
    <>
      {page !== null && page.state !== 'scanning' && page.state !== 'checking' && (
        <PageTools visit={visit} selected={selected} pageId={page.id} />
      )}
      {page === null && visit.originals.length > 1 && (
        <Choice
          icon={Trash2}
          label={texts.scan.deleteOriginal}
          onPress={() => send({ type: 'delete-original', originalId: selected.originalId })}
        />
      )}
      <div className="choice-row choice-row-2-1">
        <Choice
          tone={isScanNext ? 'primary' : 'plain'}
          icon={ScanLine}
          label={isEmpty ? texts.scan.scanPage : texts.scan.scanNext}
          hint={isFull ? texts.scan.full : undefined}
          isDisabled={visit.isScanning || isFull}
          onPress={() => send({ type: 'scan-page', source: 'glass' })}
        />
        <Choice
          icon={Layers}
          label={texts.scan.feeder}
          isDisabled={visit.isScanning || isFull}
          onPress={() => send({ type: 'scan-page', source: 'feeder' })}
        />
      </div>
      {pages.length > 0 && !isProblem && (
        <div className="choice-row choice-row-1-2">
          <Choice
            icon={FilePlus}
            label={texts.scan.addOriginal}
            isDisabled={!canAdd}
            onPress={() => send({ type: 'add-original' })}
          />
          <Choice
            tone={isScanNext ? 'plain' : 'primary'}
            icon={Check}
            label={texts.scan.finish}
            isDisabled={!isReady}
            onPress={() => send({ type: 'finish-scan' })}
          />
        </div>
      )}
    </>
  );
}

function PageTools({
  visit,
  selected,
  pageId,
}: {
  visit: ScreenProps<'scan'>['visit'];
  selected: StripItem;
  pageId: string;
}) {
  const { texts, send } = useKiosk();
  const isProblem = selected.page?.state === 'problem';
  const last = (visit.originals.find(({ id }) => id === selected.originalId)?.pages.length ?? 1) - 1;
  const move = (to: number): void => send({ type: 'move-page', pageId, to });
  return (
    <div className="choice-row choice-row-tools">
      <Choice
        size={isProblem ? 'normal' : 'small'}
        tone={isProblem ? 'primary' : 'plain'}
        icon={RotateCcw}
        label={texts.scan.rescan}
        isDisabled={visit.isScanning}
        onPress={() => send({ type: 'rescan-page', pageId })}
      />
      {isProblem && (
        <Choice
          icon={Check}
          label={texts.scan.keep}
          isDisabled={visit.isScanning}
          onPress={() => send({ type: 'keep-page', pageId })}
        />
      )}
      {!isProblem && last > 0 && (
        <>
          <Choice
            size="small"
            icon={ArrowLeft}
            label={texts.scan.earlier}
            isDisabled={selected.index === 0 || visit.isScanning}
            onPress={() => move(selected.index - 1)}
          />
          <Choice
            size="small"
            icon={ArrowRight}
            label={texts.scan.later}
            isDisabled={selected.index === last || visit.isScanning}
            onPress={() => move(selected.index + 1)}
          />
        </>
      )}
      <Choice
        size="small"
        icon={Trash2}
        label={texts.scan.delete}
        isDisabled={visit.isScanning}
        onPress={() => send({ type: 'delete-page', pageId })}
      />
    </div>
  );
}
