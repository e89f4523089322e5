import type { ScannedPage } from '@saoy/contracts/visit/status';
import { Check, Ellipsis, TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react';
import { useKiosk } from '../app/kiosk-context.ts';

/** A press that wanders further than this is a drag. */
const dragThresholdPx = 24;

export interface StripItem {
  readonly originalId: string;
  /** 1-based number of its original. */
  readonly originalNumber: number;
  readonly page: ScannedPage | null;
  /** 0-based place within its original. */
  readonly index: number;
}

/** Every page as a small picture. A page is moved by dragging it, or with Shift and an arrow key. */
export function PageStrip({
  items,
  selectedKey,
  showOriginals,
  onSelect,
  onMove,
}: {
  items: readonly StripItem[];
  selectedKey: string;
  showOriginals: boolean;
  onSelect: (item: StripItem) => void;
  onMove: (pageId: string, to: number) => void;
}) {
  const list = useRef<HTMLOListElement>(null);
  const [drag, setDrag] = useState<{ key: string; fromX: number; byX: number } | null>(null);

  const drop = (item: StripItem, x: number): void => {
    const buttons = [...(list.current?.querySelectorAll<HTMLElement>('[data-key]') ?? [])];
    const siblings = items.filter(({ originalId, page }) => originalId === item.originalId && page !== null);
    const to = siblings.findLast(({ page }) => {
      const button = buttons.find((candidate) => candidate.dataset['key'] === page?.id);
      return (
        button !== undefined &&
        button.getBoundingClientRect().left - (page?.id === item.page?.id ? (drag?.byX ?? 0) : 0) <= x
      );
    });
    if (item.page !== null && to !== undefined && to.index !== item.index) onMove(item.page.id, to.index);
  };
  const onPointerDown = (event: PointerEvent<HTMLButtonElement>, item: StripItem): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    setDrag({ key: keyOf(item), fromX: event.clientX, byX: 0 });
  };
  const onPointerUp = (event: PointerEvent<HTMLButtonElement>, item: StripItem): void => {
    if (drag !== null && Math.abs(drag.byX) > dragThresholdPx) drop(item, event.clientX);
    setDrag(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>, { page, index }: StripItem): void => {
    const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
    if (by === 0 || !event.shiftKey || page === null || index + by < 0) return;
    event.preventDefault();
    onMove(page.id, index + by);
  };

  return (
    <ol className="page-strip" ref={list}>
      {items.map((item) => {
        const key = keyOf(item);
        const byX = drag?.key === key && Math.abs(drag.byX) > dragThresholdPx ? drag.byX : 0;
        return (
          <li key={key} className={byX !== 0 ? 'dragged' : ''} style={{ translate: `${byX}px 0` }}>
            <StripButton
              item={item}
              isSelected={key === selectedKey}
              showOriginal={showOriginals}
              onClick={() => onSelect(item)}
              onPointerDown={(event) => onPointerDown(event, item)}
              onPointerMove={(event) => {
                if (drag?.key === key) setDrag({ ...drag, byX: event.clientX - drag.fromX });
              }}
              onPointerUp={(event) => onPointerUp(event, item)}
              onPointerCancel={() => setDrag(null)}
              onKeyDown={(event) => onKeyDown(event, item)}
            />
          </li>
        );
      })}
    </ol>
  );
}

export const keyOf = (item: StripItem): string => item.page?.id ?? item.originalId;

function StripButton({
  item,
  isSelected,
  showOriginal,
  ...handlers
}: { item: StripItem; isSelected: boolean; showOriginal: boolean } & React.ComponentProps<'button'>) {
  const { texts, client } = useKiosk();
  const { page } = item;
  const place = showOriginal
    ? `${texts.scan.original(item.originalNumber)}, ${texts.scan.page(item.index + 1).toLowerCase()}`
    : texts.scan.page(item.index + 1);
  const name =
    page === null ? texts.scan.original(item.originalNumber) : `${place}: ${texts.scan.state[page.state]}`;
  const Sign = page?.state === 'good' ? Check : page?.state === 'problem' ? TriangleAlert : Ellipsis;
  return (
    <button
      type="button"
      data-key={keyOf(item)}
      className={`strip-page strip-${page?.state ?? 'empty'}`}
      aria-label={name}
      aria-pressed={isSelected}
      {...handlers}
    >
      {page !== null && page.state !== 'scanning' && (
        <img src={client.pageUrl(page.id, 200)} alt="" draggable={false} />
      )}
      <span className="strip-number" aria-hidden="true">
        {showOriginal ? `${item.originalNumber}.${item.index + 1}` : item.index + 1}
        {page !== null && <Sign />}
      </span>
    </button>
  );
}
