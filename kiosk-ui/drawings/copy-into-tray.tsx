import { Drawing, Writing } from './drawing.tsx';

/** The copy slides out of the printer into the tray. */
export function CopyIntoTray() {
  return (
    <Drawing name="copy-into-tray">
      <path className="body" d="M96 76 h288 a18 18 0 0 1 18 18 v92 h-324 v-92 a18 18 0 0 1 18 -18 Z" />
      <circle className="accent" cx="370" cy="106" r="8" />
      <rect className="glass" x="120" y="36" width="240" height="40" rx="6" />
      <clipPath id="below-slot">
        <rect x="0" y="186" width="480" height="180" />
      </clipPath>
      <g clipPath="url(#below-slot)">
        <g className="copy-slides">
          <rect className="sheet" x="150" y="186" width="180" height="120" rx="4" />
          <Writing x={172} y={212} width={136} lines={4} />
          <rect className="soft" x="276" y="262" width="32" height="32" rx="3" />
        </g>
      </g>
      <line className="line" x1="112" x2="368" y1="186" y2="186" />
      <path className="tray" d="M112 300 l-18 40 h292 l-18 -40" />
    </Drawing>
  );
}
