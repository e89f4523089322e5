import { Drawing, Writing } from './drawing.tsx';
import { GlassFromAbove } from './glass-from-above.tsx';

/** The original leaves the glass. */
export function TakeOriginal() {
  return (
    <Drawing name="take-original" width={560}>
      <GlassFromAbove />
      <g className="page-leaves">
        <rect className="sheet" x="0" y="0" width="150" height="212" rx="4" />
        <Writing x={20} y={34} width={110} lines={9} />
      </g>
      <path className="accent-line take-arrow" d="M396 330 h110 m-26 -24 l26 24 -26 24" />
    </Drawing>
  );
}
