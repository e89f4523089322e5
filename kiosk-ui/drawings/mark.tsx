/** The neutral mark shown where an authority has set no emblem of its own: a sheet and its copy. */
export function Mark() {
  return (
    <svg className="mark" viewBox="0 0 72 72" aria-hidden="true" focusable="false">
      <path
        d="M26 20 h32 v44 a3 3 0 0 1 -3 3 h-26 a3 3 0 0 1 -3 -3 Z"
        fill="var(--jade-soft)"
        stroke="var(--jade)"
        strokeWidth="3"
      />
      <path
        d="M14 5 h22 l12 12 v36 a3 3 0 0 1 -3 3 h-31 a3 3 0 0 1 -3 -3 v-45 a3 3 0 0 1 3 -3 Z"
        fill="var(--sheet)"
        stroke="var(--jade)"
        strokeWidth="3"
      />
      <path d="M36 5 v9 a3 3 0 0 0 3 3 h9" fill="none" stroke="var(--jade)" strokeWidth="3" />
      <path d="M19 28 h20 M19 36 h20 M19 44 h12" stroke="var(--jade)" strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}
