import type { ReactNode } from 'react';
import './drawings.css';

/** Frame of every drawing: decorative, since the words beside it say the same. */
export function Drawing({
  name,
  width = 480,
  height = 360,
  children,
}: {
  name: string;
  width?: number;
  height?: number;
  children: ReactNode;
}) {
  return (
    <svg
      className={`drawing drawing-${name}`}
      viewBox={`0 0 ${width} ${height}`}
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

/** Lines of writing on a sheet, in the sheet's own coordinates. */
export function Writing({ x, y, width, lines }: { x: number; y: number; width: number; lines: number }) {
  return (
    <g className="writing">
      {Array.from({ length: lines }, (_, i) => (
        <line
          // biome-ignore lint/suspicious/noArrayIndexKey: lines never change places.
          key={i}
          x1={x}
          x2={x + width * ([1, 0.86, 0.94, 0.7][i % 4] ?? 1)}
          y1={y + i * 18}
          y2={y + i * 18}
        />
      ))}
    </g>
  );
}
