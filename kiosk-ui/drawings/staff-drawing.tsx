import { Drawing, Writing } from './drawing.tsx';

/** An officer behind the desk. */
export function StaffDrawing() {
  return (
    <Drawing name="staff" width={400} height={320}>
      <path className="shoulders" d="M110 240 c0 -66 44 -84 90 -84 s90 18 90 84 Z" />
      <path className="line" d="M176 158 l24 30 24 -30" />
      <ellipse className="skin" cx="200" cy="96" rx="48" ry="56" />
      <path
        className="hair"
        d="M150 92 c-4 -44 22 -62 50 -62 s54 18 50 62 c-8 -22 -20 -30 -50 -30 s-42 8 -50 30 Z"
      />
      <ellipse className="dot" cx="182" cy="98" rx="5" ry="6" />
      <ellipse className="dot" cx="218" cy="98" rx="5" ry="6" />
      <path className="line" d="M184 122 q16 12 32 0" />
      <rect className="body" x="30" y="240" width="340" height="64" rx="10" />
      <g transform="translate(58 222) rotate(-6)">
        <rect className="sheet" width="70" height="34" rx="3" />
        <g transform="scale(.6)">
          <Writing x={16} y={18} width={80} lines={2} />
        </g>
      </g>
    </Drawing>
  );
}
