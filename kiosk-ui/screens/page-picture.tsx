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
}: {
  pageId: string;
  widthPx: number;
  heightPx: number;
  marks: readonly Mark[];
  alt: string;
}) {
  const { client } = useKiosk();
  const [failedId, setFailedId] = useState<string | null>(null);
  const isSized = widthPx > 0 && heightPx > 0;
  return (
    <svg
      className="page-picture"
      viewBox={isSized ? `0 0 ${widthPx} ${heightPx}` : '0 0 210 297'}
      role="img"
      aria-label={alt}
    >
      <rect className="page-paper" width="100%" height="100%" />
      {failedId !== pageId && (
        <image
          href={client.pageUrl(pageId, 1000)}
          width="100%"
          height="100%"
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
