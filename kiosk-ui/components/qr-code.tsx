import { create } from 'qrcode';

/** Light modules around the code, as ISO/IEC 18004 asks for. */
const quietModules = 4;

/** A QR code as one crisp path; black on white in every contrast mode, since phones must read it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { modules } = create(text, { errorCorrectionLevel: 'M' });
  const sizeModules = modules.size + 2 * quietModules;
  let path = '';
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column)) path += `M${column + quietModules} ${row + quietModules}h1v1h-1z`;
  return (
    <svg
      className="qr-code"
      viewBox={`0 0 ${sizeModules} ${sizeModules}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <rect width={sizeModules} height={sizeModules} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
