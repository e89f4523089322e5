import { type StaffRequest, staffApi } from '@saoy/contracts/staff-api';
import { RotateCw, ZoomIn, ZoomOut } from 'lucide-react';
import { useState } from 'react';
import { addressOf } from '../service.ts';
import { useLanguage } from '../texts/language.tsx';

export interface Mark {
  readonly key: string;
  readonly page: number;
  /** `[x, y, width, height]` in pixels of the page as scanned. */
  readonly box: readonly [number, number, number, number];
  readonly isFlag: boolean;
}

interface Props {
  readonly request: StaffRequest;
  readonly marks: readonly Mark[];
  readonly mark: Mark | null;
  readonly onMark: (mark: Mark | null) => void;
}

const zooms = [1, 1.5, 2.25, 3.5];

export function PageViewer({ request, marks, mark, onMark }: Props) {
  const { t } = useLanguage();
  const [zoom, setZoom] = useState(0);
  const [turns, setTurns] = useState<Record<number, number>>({});
  const [current, setCurrent] = useState(0);
  const shown = mark?.page ?? current;
  const page = request.pages[shown];
  if (page === undefined) return null;
  const rotation = ((turns[shown] ?? 0) + page.rotation) % 360;

  return (
    <>
      <div className="tools">
        {request.pages.map(({ sha256 }, i) => (
          <button
            key={sha256}
            type="button"
            aria-pressed={i === shown}
            onClick={() => {
              setCurrent(i);
              onMark(null);
            }}
          >
            {t.page} {i + 1}
          </button>
        ))}
        <span className="space" />
        <button
          type="button"
          aria-label={t.zoomOut}
          title={t.zoomOut}
          disabled={zoom === 0}
          onClick={() => setZoom(zoom - 1)}
        >
          <ZoomOut />
        </button>
        <button
          type="button"
          aria-label={t.zoomIn}
          title={t.zoomIn}
          disabled={zoom === zooms.length - 1}
          onClick={() => setZoom(zoom + 1)}
        >
          <ZoomIn />
        </button>
        <button
          type="button"
          aria-label={t.rotate}
          title={t.rotate}
          onClick={() => setTurns({ ...turns, [shown]: ((turns[shown] ?? 0) + 90) % 360 })}
        >
          <RotateCw />
        </button>
      </div>
      <div className="canvas">
        <div
          className="paper"
          style={{
            width: `${zooms[zoom]! * 100}%`,
            rotate: `${rotation}deg`,
            aspectRatio: `${page.widthPx} / ${page.heightPx}`,
          }}
        >
          {page.areImagesKept ? (
            <img
              src={addressOf(staffApi.getPage, { params: { requestId: request.id, sha256: page.sha256 } })}
              alt={`${t.page} ${shown + 1}`}
            />
          ) : (
            <p>{t.pagesErased}</p>
          )}
          <svg viewBox={`0 0 ${page.widthPx} ${page.heightPx}`} aria-hidden="true">
            {marks
              .filter(({ page: of }) => of === shown)
              .map((candidate) => {
                const [x, y, width, height] = candidate.box;
                return (
                  <rect
                    key={candidate.key}
                    x={x - 8}
                    y={y - 8}
                    width={width + 16}
                    height={height + 16}
                    rx={12}
                    className={`${candidate.isFlag ? 'flag' : 'field'} ${mark?.key === candidate.key ? 'current' : ''}`}
                    onPointerEnter={() => onMark(candidate)}
                  />
                );
              })}
          </svg>
        </div>
      </div>
    </>
  );
}
