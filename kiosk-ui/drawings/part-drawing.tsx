import type { ReactNode } from 'react';
import { Drawing } from './drawing.tsx';
import type { PartName } from './part-names.ts';

/** The part a fault is about, drawn with the place that needs a hand marked in amber. */
export function PartDrawing({ part }: { part: PartName }) {
  return <Drawing name="part">{parts[part]}</Drawing>;
}

const printerBody = (
  <>
    <rect className="glass" x="140" y="40" width="200" height="50" rx="6" />
    <rect className="body" x="90" y="90" width="300" height="200" rx="18" />
    <line className="line" x1="130" x2="350" y1="150" y2="150" />
  </>
);

const scannerBody = (
  <>
    <rect className="body" x="70" y="200" width="340" height="90" rx="16" />
    <rect className="glass" x="96" y="186" width="288" height="16" rx="4" />
  </>
);

const parts: Record<PartName, ReactNode> = {
  scanner: (
    <>
      {scannerBody}
      <path className="lid" d="M80 182 h320 v-28 a14 14 0 0 0 -14 -14 h-292 a14 14 0 0 0 -14 14 Z" />
      <g className="trouble">
        <rect className="trouble-area" x="96" y="182" width="288" height="22" rx="6" />
      </g>
    </>
  ),
  feeder: (
    <>
      {scannerBody}
      <path className="lid" d="M80 182 h320 v-28 a14 14 0 0 0 -14 -14 h-292 a14 14 0 0 0 -14 14 Z" />
      <path className="tray" d="M150 140 l-40 -92 h170 l40 92" />
      <g className="trouble">
        <path
          className="sheet crumpled"
          d="M160 60 h110 l12 24 -14 12 16 14 -10 22 h-96 l-6 -26 12 -14 -16 -12 Z"
        />
        <path className="trouble-line" d="M176 78 l22 16 20 -16 22 16 20 -14" />
      </g>
    </>
  ),
  'scanner-lid': (
    <>
      {scannerBody}
      <g className="lid-closes">
        <path
          className="lid trouble-area"
          d="M80 182 h320 v-28 a14 14 0 0 0 -14 -14 h-292 a14 14 0 0 0 -14 14 Z"
        />
      </g>
      <path className="trouble-line" d="M440 90 v80 m-18 -20 l18 22 18 -22" />
    </>
  ),
  printer: (
    <>
      {printerBody}
      <rect className="trouble-area trouble" x="130" y="176" width="220" height="80" rx="10" />
      <path className="line" d="M240 192 v26" />
      <circle className="dot" cx="240" cy="238" r="4" />
    </>
  ),
  'printer-tray': (
    <>
      {printerBody}
      <path className="tray" d="M110 290 h260 v34 h-260 Z" />
      <g className="trouble">
        <rect className="trouble-area" x="110" y="288" width="260" height="40" rx="8" />
        <path className="trouble-line" d="M150 308 h180" strokeDasharray="14 12" />
      </g>
    </>
  ),
  'printer-door': (
    <>
      {printerBody}
      <path className="trouble-area trouble" d="M350 170 l92 30 v96 l-92 -26 Z" />
      <circle className="dot" cx="422" cy="240" r="6" />
    </>
  ),
  'printer-toner': (
    <>
      {printerBody}
      <g className="trouble">
        <rect className="trouble-area" x="150" y="190" width="180" height="56" rx="10" />
        <path className="trouble-line" d="M166 232 h20" />
      </g>
    </>
  ),
  camera: (
    <>
      <rect className="body" x="110" y="90" width="260" height="180" rx="24" />
      <circle className="glass" cx="240" cy="180" r="62" />
      <circle className="line" cx="240" cy="180" r="30" />
      <path className="trouble-line" d="M110 300 L370 60" />
    </>
  ),
  plug: (
    <>
      <path className="line" d="M20 190 h110" />
      <rect className="body" x="130" y="150" width="80" height="80" rx="14" />
      <path className="line" d="M210 172 h34 M210 208 h34" />
      <g className="trouble">
        <rect className="trouble-area" x="290" y="150" width="80" height="80" rx="14" />
      </g>
      <path className="line" d="M370 190 h90" />
    </>
  ),
  card: (
    <>
      <rect className="sheet" x="90" y="90" width="300" height="190" rx="18" />
      <rect className="soft" x="116" y="140" width="80" height="100" rx="8" />
      <circle className="line-thin" cx="156" cy="176" r="18" />
      <path className="line-thin" d="M126 238 c4 -34 56 -34 60 0" />
      <g className="trouble">
        <rect className="trouble-area" x="300" y="110" width="66" height="66" rx="8" />
      </g>
      <path className="line-thin" d="M220 200 h140 M220 226 h110 M116 118 h120" />
    </>
  ),
  face: (
    <>
      <ellipse className="skin" cx="240" cy="170" rx="76" ry="92" />
      <ellipse className="dot" cx="212" cy="164" rx="7" ry="9" />
      <ellipse className="dot" cx="268" cy="164" rx="7" ry="9" />
      <path className="line" d="M214 214 q26 14 52 0" />
      <path
        className="trouble-line"
        d="M120 90 v-40 h50 M360 90 v-40 h-50 M120 260 v40 h50 M360 260 v40 h-50"
      />
    </>
  ),
  network: (
    <>
      <rect className="body" x="40" y="120" width="120" height="150" rx="14" />
      <path className="line-thin" d="M66 150 h68 M66 176 h68 M66 202 h40" />
      <path className="body" d="M330 250 a44 44 0 0 1 -2 -88 a60 60 0 0 1 114 20 a36 36 0 0 1 -6 68 Z" />
      <path className="line" d="M172 206 h36 M262 206 h36" />
      <path className="trouble-line" d="M218 188 l34 36 M252 188 l-34 36" />
    </>
  ),
  clock: (
    <>
      <circle className="sheet" cx="240" cy="180" r="112" />
      <path className="line" d="M240 84 v14 M240 262 v14 M144 180 h14 M322 180 h14" />
      <path className="trouble-line clock-hand" d="M240 180 v-66" />
      <path className="line" d="M240 180 l42 26" />
    </>
  ),
  kiosk: (
    <>
      <path className="body" d="M150 30 h180 a16 16 0 0 1 16 16 v200 h-212 v-200 a16 16 0 0 1 16 -16 Z" />
      <rect className="glass" x="160" y="56" width="160" height="110" rx="8" />
      <path className="line" d="M170 210 h140 M196 246 v84 M284 246 v84 M160 330 h160" />
      <g className="trouble">
        <rect className="trouble-area" x="206" y="76" width="68" height="68" rx="12" />
        <path className="trouble-line" d="M240 92 v22" />
        <circle className="trouble-dot" cx="240" cy="128" r="4" />
      </g>
    </>
  ),
};
