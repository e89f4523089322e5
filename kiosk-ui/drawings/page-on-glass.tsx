import { Drawing, Writing } from './drawing.tsx';
import { GlassFromAbove, ScanLight } from './glass-from-above.tsx';

/** A sheet turns face down and slides into the marked corner of the glass. */
export function PageOnGlass({ isScanning = false }: { isScanning?: boolean }) {
  return (
    <Drawing name={isScanning ? 'page-on-glass lies-still' : 'page-on-glass'} width={560}>
      <GlassFromAbove />
      <g className="page-slides">
        <g className="sheet-front">
          <rect className="sheet" x="0" y="0" width="150" height="212" rx="4" />
          <Writing x={20} y={34} width={110} lines={9} />
        </g>
        <g className="sheet-back">
          <rect className="sheet shaded" x="0" y="0" width="150" height="212" rx="4" />
        </g>
      </g>
      {isScanning && <ScanLight />}
    </Drawing>
  );
}
