/** The light that passes under the glass while the scanner works; drawn over the paper. */
export function ScanLight() {
  return <rect className="scan-light" x="48" y="80" width="274" height="12" rx="6" />;
}

/** The scanner as the person looks down on it: lid folded up, glass, arrow at the corner that counts. */
export function GlassFromAbove() {
  return (
    <g>
      <rect className="body" x="20" y="46" width="330" height="300" rx="18" />
      <path className="lid" d="M30 46 L44 14 H326 L340 46 Z" />
      <rect className="glass" x="48" y="74" width="274" height="244" rx="4" />
      <path className="accent" d="M30 60 l22 8 -14 14 Z" />
    </g>
  );
}
