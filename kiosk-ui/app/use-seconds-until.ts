import { useEffect, useState } from 'react';

/** Whole seconds from now until a time of the agent, which shares our clock; counts down by itself. */
export function useSecondsUntil(timestamp: string): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return Math.max(0, Math.ceil((Date.parse(timestamp) - nowMs) / 1000));
}
