/** A letter pressed alone, and not into a text. */
export function isPlainKey(event: KeyboardEvent, letter: string): boolean {
  const isTyping =
    event.target instanceof HTMLElement &&
    event.target.matches('input:not([type=checkbox], [type=radio]), textarea, select');
  const hasModifier = event.ctrlKey || event.metaKey || event.altKey;
  return !isTyping && !hasModifier && event.key.toLowerCase() === letter;
}
