import { useEffect, useState } from 'preact/hooks';

const EVERY = 15_000;

/** The time, renewed often enough for "in 5 minutes" to stay true. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), EVERY);
    return () => clearInterval(timer);
  }, []);
  return now;
}
