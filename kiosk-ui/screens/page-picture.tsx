import { useState } from 'react';
import { useKiosk } from '../app/kiosk-context.ts';

type Box = readonly [number, number, number, number];

export interface Mark {
  readonly key: string;
  /** In pixels of the page as scanned. */
  readonly box: Box;
  readonly tone: 'problem' | 'field';
}

/** A scanned page with places marked on it; the marks keep to the page whatever size it is shown at. */
export function PagePicture({
  pageId,
  widthPx,
  heightPx,
  marks,
  alt,
  focus = null,
}: {
  pageId: string;
  widthPx: number;
  heightPx: number;
  marks: readonly Mark[];
  alt: string;
  /** A place to be shown large, with what stands around it. */
  focus?: Box | null;
}) {
  const { client } = useKiosk();
  const [failedId, setFailedId] = useState<string | null>(null);
  const isSized = widthPx > 0 && heightPx > 0;
  return (
    <svg
      className="page-picture"
      viewBox={isSized ? viewBoxOf(widthPx, heightPx, focus) : '0 0 210 297'}
      role="img"
      aria-label={alt}
    >
      <rect className="page-paper" width={isSized ? widthPx : 210} height={isSized ? heightPx : 297} />
      {failedId !== pageId && (
        <image
          href={client.pageUrl(pageId, 1000)}
          width={isSized ? widthPx : 210}
          height={isSized ? heightPx : 297}
          onError={() => setFailedId(pageId)}
        />
      )}
      {marks.map(({ key, box: [x, y, width, height], tone }) => (
        <rect
          key={key}
          className={`mark-${tone}`}
          x={x}
          y={y}
          width={width}
          height={height}
          rx={widthPx / 150}
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  );
}

/** Lines are read across the whole page, so only its height is cut; this much of the width is shown. */
const shownHeightPerWidth = 0.5;

function viewBoxOf(widthPx: number, heightPx: number, focus: Box | null): string {
  if (focus === null) return `0 0 ${widthPx} ${heightPx}`;
  const shownPx = Math.min(heightPx, widthPx * shownHeightPerWidth);
  const middlePx = focus[1] + focus[3] / 2;
  const topPx = Math.min(Math.max(0, middlePx - shownPx / 2), heightPx - shownPx);
  return `0 ${topPx} ${widthPx} ${shownPx}`;
}
