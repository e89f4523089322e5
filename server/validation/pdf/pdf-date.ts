/** Reads a PDF date (ISO 32000-2 §7.9.4); undefined when it is none. A missing offset counts as UTC. */
export function parsePdfDate(text: string | undefined): Date | undefined {
  const parts =
    /^D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:Z(?:00'?00'?)?|([+-])(\d{2})'?(?:(\d{2})'?)?)?$/.exec(
      text ?? '',
    );
  if (parts === null) return undefined;
  const [, year, month = '1', day = '1', hour = '0', minute = '0', second = '0', sign, hours, minutes] =
    parts;
  const utc = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  const offset = sign === undefined ? 0 : (Number(hours) * 60 + Number(minutes ?? 0)) * 60_000;
  const time = new Date(utc - (sign === '-' ? -offset : offset));
  return Number.isNaN(time.getTime()) ? undefined : time;
}
