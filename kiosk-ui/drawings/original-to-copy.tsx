import { Drawing, Writing } from './drawing.tsx';

/** What the kiosk is for: from one sheet comes a second. */
export function OriginalToCopy() {
  return (
    <Drawing name="original-to-copy" width={640} height={440}>
      <g className="copy-comes">
        <rect className="sheet copy" x="200" y="70" width="240" height="330" rx="8" />
        <Writing x={232} y={130} width={176} lines={10} />
        <rect className="soft" x="360" y="340" width="44" height="44" rx="4" />
      </g>
      <g>
        <path
          className="sheet"
          d="M130 40 h180 l60 60 v262 a8 8 0 0 1 -8 8 h-232 a8 8 0 0 1 -8 -8 v-314 a8 8 0 0 1 8 -8 Z"
        />
        <path className="shaded line" d="M310 40 v52 a8 8 0 0 0 8 8 h52 Z" />
        <Writing x={156} y={140} width={176} lines={11} />
      </g>
    </Drawing>
  );
}
