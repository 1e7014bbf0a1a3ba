import { useEffect, useState } from 'preact/hooks';

const EVERY = 15_000;

/** The time in milliseconds, updated so often that "in 5 minutes" stays correct. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), EVERY);
    return () => clearInterval(timer);
  }, []);
  return now;
}
