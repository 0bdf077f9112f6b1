import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { readConsultation } from '../../api/consultations';
import type { ConsultationDetails } from '../../api/contracts';
import { useConsultationEvents } from '../session/live';
import { noticeLostSession } from '../session/model';

export type LiveConsultation = {
  details: ConsultationDetails | null;
  /** Why it could not be read; what was read before stays. */
  error: unknown;
  refresh: () => Promise<void>;
  /** Takes the answer of an action without asking again. */
  show: (details: ConsultationDetails) => void;
};

/** One consultation that follows what others do to it. */
export function useConsultation(id: string): LiveConsultation {
  const [details, setDetails] = useState<ConsultationDetails | null>(null);
  const [error, setError] = useState<unknown>(null);
  const newest = useRef(0);

  const show = useCallback((next: ConsultationDetails) => {
    newest.current++;
    setDetails(next);
    setError(null);
  }, []);

  const refresh = useCallback(async () => {
    // An answer that was overtaken by a newer one is old.
    const asked = ++newest.current;
    try {
      const answer = await readConsultation(id);
      if (asked === newest.current) {
        setDetails(answer);
        setError(null);
      }
    } catch (caught) {
      if (asked === newest.current) {
        setError(caught);
        noticeLostSession(caught);
      }
    }
  }, [id]);

  useEffect(() => void refresh(), [refresh]);
  useConsultationEvents([id], () => void refresh());
  return { details, error, refresh, show };
}
