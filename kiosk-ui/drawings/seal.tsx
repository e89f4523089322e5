import { Drawing } from './drawing.tsx';

/** The red seal draws itself once, when the copy is issued, and nowhere else. */
export function Seal() {
  return (
    <Drawing name="seal" width={200} height={200}>
      <circle className="seal-ring" cx="100" cy="100" r="88" pathLength="1" />
      <circle className="seal-ring thin" cx="100" cy="100" r="72" pathLength="1" />
      <path className="seal-ring thin" d="M48 84 h104 M48 122 h104" pathLength="1" />
      <text className="seal-text" x="100" y="113" textAnchor="middle">
        SAO Y
      </text>
    </Drawing>
  );
}
