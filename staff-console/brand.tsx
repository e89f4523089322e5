/** The mark of the house, drawn as on every other surface. */
export function Brand() {
  return (
    <strong className="brand">
      <svg viewBox="0 0 48 48" aria-hidden="true">
        <path d="M10 4h20l8 8v32H10z" />
        <path d="M30 4v8h8M16 20h16M16 27h10" />
        <circle cx="33" cy="36" r="8" />
      </svg>
      Sao Y
    </strong>
  );
}
