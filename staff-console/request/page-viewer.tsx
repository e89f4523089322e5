import { type StaffRequest, staffApi } from '@saoy/contracts/staff-api';
import { RotateCw, ZoomIn, ZoomOut } from 'lucide-react';
import { type ReactNode, useState } from 'react';
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
  const isOnItsSide = rotation % 180 !== 0;
  const [width, height] = isOnItsSide ? [page.heightPx, page.widthPx] : [page.widthPx, page.heightPx];

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
        <Tool label={t.zoomOut} isDisabled={zoom === 0} onPress={() => setZoom(zoom - 1)}>
          <ZoomOut />
        </Tool>
        <Tool label={t.zoomIn} isDisabled={zoom === zooms.length - 1} onPress={() => setZoom(zoom + 1)}>
          <ZoomIn />
        </Tool>
        <Tool
          label={t.rotate}
          onPress={() => setTurns({ ...turns, [shown]: ((turns[shown] ?? 0) + 90) % 360 })}
        >
          <RotateCw />
        </Tool>
      </div>
      <div className="canvas">
        {/* The frame is as large as the page looks; the paper in it keeps the pixels of the scan and is turned. */}
        <div
          className="frame"
          style={{
            width: `calc(${zooms[zoom]! * 100} * min(1cqw, 1cqh * ${width / height}))`,
            aspectRatio: `${width} / ${height}`,
          }}
        >
          <div
            className="paper"
            style={{
              width: isOnItsSide ? `${(page.widthPx / page.heightPx) * 100}%` : '100%',
              aspectRatio: `${page.widthPx} / ${page.heightPx}`,
              rotate: `${rotation}deg`,
            }}
          >
            {page.areImagesKept ? (
              <img
                src={addressOf(staffApi.getPage, { params: { requestId: request.id, sha256: page.sha256 } })}
                alt={`${t.page} ${shown + 1}`}
              />
            ) : (
              <p className="centre quiet">{t.pagesErased}</p>
            )}
            <svg viewBox={`0 0 ${page.widthPx} ${page.heightPx}`} aria-hidden="true">
              {marks
                .filter(({ page: of }) => of === shown)
                .map((candidate) => {
                  const [x, y, boxWidth, boxHeight] = candidate.box;
                  return (
                    <rect
                      key={candidate.key}
                      x={x - 8}
                      y={y - 8}
                      width={boxWidth + 16}
                      height={boxHeight + 16}
                      rx={12}
                      className={`${candidate.isFlag ? 'flag' : 'field'} ${mark?.key === candidate.key ? 'current' : ''}`}
                      onPointerEnter={() => onMark(candidate)}
                    />
                  );
                })}
            </svg>
          </div>
        </div>
      </div>
    </>
  );
}

function Tool({
  label,
  isDisabled = false,
  onPress,
  children,
}: {
  label: string;
  isDisabled?: boolean;
  onPress: () => void;
  children: ReactNode;
}) {
  return (
    <button type="button" aria-label={label} title={label} disabled={isDisabled} onClick={onPress}>
      {children}
    </button>
  );
}
