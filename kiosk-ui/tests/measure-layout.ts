/** What the hand and the eye need, in CSS pixels on the 1080 × 1920 design (domain rules on kiosks, WCAG 2.5.8). */
export interface LayoutRules {
  readonly targetPx: number;
  readonly gapPx: number;
  readonly smallestTextPx: number;
  /** Choices must begin below this line. */
  readonly choicesFromPx: number;
  /** Everything touchable must begin below this line. */
  readonly touchableFromPx: number;
}

/** Runs inside the page: everything wrong with the screen shown, in words. */
export function measureLayout(rules: LayoutRules): string[] {
  const complaints: string[] = [];
  const root = document.querySelector('.kiosk');
  const dialog = document.querySelector('.overlay-sheet');
  if (root === null) return ['no screen is shown'];
  const name = (element: Element): string =>
    `${element.tagName.toLowerCase()}.${element.classList[0] ?? ''} "${(element.getAttribute('aria-label') ?? element.textContent ?? '').slice(0, 40)}"`;
  const isVisible = (element: Element): boolean =>
    element.checkVisibility() &&
    element.closest('.only-spoken, [style*="clip-path"], .simulator, .simulator-handle') === null;
  const elements = [...root.querySelectorAll('*'), ...(dialog?.querySelectorAll('*') ?? [])].filter(
    (element) => isVisible(element) && element.closest('svg') === null,
  );

  for (const element of elements) {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    if (box.left < -1 || box.top < -1 || box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
      complaints.push(`outside of the screen: ${name(element)}`);
    if (element instanceof HTMLElement && element.tagName !== 'IMG' && element.tagName !== 'INPUT') {
      const isTooWide = element.scrollWidth > element.clientWidth + 2 && element.clientWidth > 0;
      const isTooHigh = element.scrollHeight > element.clientHeight + 4 && element.clientHeight > 0;
      if (isTooWide || isTooHigh) complaints.push(`overflows: ${name(element)}`);
    }
    const ownText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
    const sizePx = Number.parseFloat(getComputedStyle(element).fontSize);
    if (ownText && sizePx < rules.smallestTextPx && element.closest('.step-mark') === null)
      complaints.push(`text of ${sizePx} px: ${name(element)}`);
  }

  const scene = document.querySelector('.scene')?.getBoundingClientRect();
  for (const part of document.querySelectorAll('.scene > *, .picture > *')) {
    const box = part.getBoundingClientRect();
    if (box.height === 0) continue;
    if (scene !== undefined && (box.bottom > scene.bottom + 2 || box.top < scene.top - 2))
      complaints.push(`leaves the scene: ${name(part)}`);
  }

  const bars = [
    ...document.querySelectorAll('.authority, .step-bar, .header-tools, .situation, .bottom-bar'),
  ];
  bars.forEach((bar, i) => {
    const box = bar.getBoundingClientRect();
    for (const other of bars.slice(0, i)) {
      const there = other.getBoundingClientRect();
      const isApart =
        box.left >= there.right - 1 ||
        there.left >= box.right - 1 ||
        box.top >= there.bottom - 1 ||
        there.top >= box.bottom - 1;
      if (!isApart) complaints.push(`overlap: ${name(bar)} and ${name(other)}`);
    }
  });

  const titlePx = Number.parseFloat(getComputedStyle(document.querySelector('h1') ?? root).fontSize);
  if (titlePx < 55.9 || titlePx > 72.1) complaints.push(`title of ${titlePx} px`);

  const scope = dialog ?? root;
  const targets = [...scope.querySelectorAll('button, input')].filter(isVisible);
  const boxes = targets.map((target) => target.getBoundingClientRect());
  targets.forEach((target, i) => {
    const box = boxes[i]!;
    if (box.width < rules.targetPx - 0.5 || box.height < rules.targetPx - 0.5)
      complaints.push(`target of ${Math.round(box.width)} × ${Math.round(box.height)}: ${name(target)}`);
    const isChoice = target.closest('.choices, .overlay-sheet, .bottom-bar') !== null;
    if (isChoice && box.top < rules.choicesFromPx - 1)
      complaints.push(`choice out of reach at ${Math.round(box.top)}: ${name(target)}`);
    if (target.tagName !== 'INPUT' && box.top < rules.touchableFromPx - 1)
      complaints.push(`out of low reach at ${Math.round(box.top)}: ${name(target)}`);
    for (let j = 0; j < i; j++) {
      const other = boxes[j]!;
      const dx = Math.max(box.left - other.right, other.left - box.right);
      const dy = Math.max(box.top - other.bottom, other.top - box.bottom);
      if (Math.max(dx, dy) < rules.gapPx - 0.5)
        complaints.push(
          `${Math.round(Math.max(dx, dy))} px between ${name(target)} and ${name(targets[j]!)}`,
        );
    }
  });
  return complaints;
}
