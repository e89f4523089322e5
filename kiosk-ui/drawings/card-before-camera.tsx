import { Drawing } from './drawing.tsx';

/** A hand holds the card before the lens; the corner with the code is marked. */
export function CardBeforeCamera() {
  return (
    <Drawing name="card-before-camera" width={300} height={310}>
      <g transform="translate(-130 -24)">
        <rect className="body" x="150" y="40" width="260" height="76" rx="38" />
        <circle className="glass" cx="280" cy="78" r="26" />
        <circle className="line-thin" cx="280" cy="78" r="12" />
        <g className="card-lifts">
          <rect className="sheet" x="180" y="190" width="200" height="126" rx="12" />
          <rect className="soft" x="198" y="232" width="46" height="62" rx="4" />
          <circle className="line-thin" cx="221" cy="254" r="11" />
          <path className="line-thin" d="M205 292c2-18 30-18 32 0" />
          <line className="line-thin" x1="258" x2="312" y1="262" y2="262" />
          <line className="line-thin" x1="258" x2="352" y1="282" y2="282" />
          <rect className="accent-frame" x="318" y="202" width="50" height="50" rx="4" />
          <path
            className="line-thin"
            d="M326 210h12v12h-12zM348 210h12v12h-12zM326 232h12v12h-12zM350 236v10M358 232v6"
          />
          <path className="line" d="M150 300q30-26 54 4l30 6M410 300q-30-26-54 4l-30 6" />
        </g>
      </g>
    </Drawing>
  );
}
