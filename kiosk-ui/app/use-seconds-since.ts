import { useEffect, useState } from 'react';

/** Whole seconds since a time of the agent, which shares our clock. */
export function useSecondsSince(timestamp: string): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1000);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.floor((nowMs - Date.parse(timestamp)) / 1000));
}
