import { Drawing, Writing } from './drawing.tsx';

/** The copy is numbered and signed. */
export function Signing() {
  return (
    <Drawing name="signing">
      <rect className="sheet" x="120" y="20" width="240" height="320" rx="8" />
      <Writing x={152} y={64} width={176} lines={8} />
      <path
        className="accent-line signature"
        pathLength="1"
        d="M156 276 c30 -64 44 -40 30 -6 c-14 34 40 -44 48 -14 c6 24 30 -30 44 -10 c10 14 26 2 40 -6"
      />
      <g className="pen">
        <path className="body" d="M0 0 l12 -34 l96 -96 l24 24 l-96 96 Z" />
        <path className="line-thin" d="M12 -34 l22 22" />
      </g>
    </Drawing>
  );
}
