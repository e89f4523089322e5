/** Size of the sample page, as if scanned at 300 dpi. */
export const samplePageWidthPx = 2480;
export const samplePageHeightPx = 3508;

/** A drawn page (or person) in place of a scan, so that the preview needs no agent and shows nobody's papers. */
export function samplePage(id: string): string {
  const svg = id === 'person' ? person : page;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

const lines: readonly [number, number, number, string][] = [
  [1240, 260, 60, 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'],
  [1240, 350, 54, 'Độc lập – Tự do – Hạnh phúc'],
  [1240, 640, 110, 'GIẤY KHAI SINH'],
  [1240, 760, 52, 'Số: 127/2019'],
];
const fields = [
  'Họ, chữ đệm, tên:  NGUYỄN MINH AN',
  'Ngày, tháng, năm sinh:  14/03/2019',
  'Giới tính: Nam      Dân tộc: Kinh      Quốc tịch: Việt Nam',
  'Nơi sinh:  Bệnh viện Phụ sản Hà Nội',
  'Số định danh cá nhân:  001219012345',
  'Họ, chữ đệm, tên người mẹ:  TRẦN THỊ LAN',
  'Họ, chữ đệm, tên người cha:  NGUYỄN VĂN BÌNH',
  'Nơi đăng ký khai sinh:  UBND phường Yên Hòa',
];
const page = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${samplePageWidthPx} ${samplePageHeightPx}">
<rect width="100%" height="100%" fill="#fffdf5"/><rect x="110" y="110" width="2260" height="3288" fill="none" stroke="#b9853a" stroke-width="14"/>
<rect x="150" y="150" width="2180" height="3208" fill="none" stroke="#b9853a" stroke-width="4"/>
<g font-family="serif" fill="#222" text-anchor="middle">${lines.map(([x, y, size, text]) => `<text x="${x}" y="${y}" font-size="${size}">${text}</text>`).join('')}</g>
<g font-family="serif" fill="#222" font-size="66">${fields.map((text, i) => `<text x="280" y="${1000 + i * 190}">${text}</text>`).join('')}</g>
<g transform="translate(1780 2880)" fill="none" stroke="#c33" stroke-width="14" opacity=".8"><circle r="260"/><circle r="200"/></g>
</svg>`;
const person = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 480"><rect width="640" height="480" fill="#a8b3ad"/>
<path d="M120 480c0-120 90-160 200-160s200 40 200 160z" fill="#3c5a74"/><ellipse cx="320" cy="210" rx="92" ry="120" fill="#e3b995"/>
<path d="M226 200c-8-96 44-140 94-140s102 44 94 140c-10-50-34-72-94-72s-84 22-94 72z" fill="#2b221d"/>
<circle cx="284" cy="208" r="9"/><circle cx="356" cy="208" r="9"/><path d="M290 270q30 22 60 0" fill="none" stroke="#7a4a34" stroke-width="7"/></svg>`;
