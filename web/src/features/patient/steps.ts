import type { MyConsultation } from '../../api/contracts';

export type Step =
  | 'consent'
  | 'complaint'
  | 'redFlags'
  | 'photos'
  | 'emergency'
  | 'devices'
  | 'waiting'
  | 'missed'
  | 'called'
  | 'call'
  | 'after'
  | 'summary'
  | 'cancelled';

/** What this tab knows and the server need not: how far the patient has tapped since opening it. */
export type Progress = {
  /** The preparing step the patient asked for; ignored where the server's state does not allow it. */
  wanted: 'complaint' | 'redFlags' | 'photos' | 'devices' | null;
  hasSeenAdvice: boolean;
  hasCheckedDevices: boolean;
  isInCall: boolean;
  hasLeftCall: boolean;
};

export const freshProgress: Progress = {
  wanted: null,
  hasSeenAdvice: false,
  hasCheckedDevices: false,
  isInCall: false,
  hasLeftCall: false,
};

/** The page follows from the server's state; the tab's own progress only chooses between pages that this state allows. */
export function stepFor(mine: MyConsultation, progress: Progress): Step {
  switch (mine.status) {
    case 'inProgress':
      return mine.consent === null ? 'consent' : progress.isInCall ? 'call' : 'called';
    case 'ended':
      return 'after';
    case 'completed':
      return mine.summary === null ? 'after' : 'summary';
    case 'cancelled':
      return 'cancelled';
    default:
      return hasMissed(mine, progress) ? 'missed' : preparing(mine, progress);
  }
}

function preparing(mine: MyConsultation, progress: Progress): Step {
  if (mine.consent === null) {
    return 'consent';
  }
  if (mine.kind === 'clinicMediated') {
    // The clinic doctor writes the complaint; this phone only brings a second camera.
    return progress.hasCheckedDevices ? 'waiting' : 'devices';
  }
  if (progress.wanted === 'complaint' || progress.wanted === 'redFlags') {
    return progress.wanted;
  }
  if (!hasComplaint(mine)) {
    return 'complaint';
  }
  if (isEmergency(mine) && !progress.hasSeenAdvice) {
    return 'emergency';
  }
  if (mine.status === 'waiting') {
    return 'waiting';
  }
  // Whoever comes back is asked for danger signs again: nobody knows whether they were answered.
  return progress.wanted ?? 'redFlags';
}

const hasMissed = (mine: MyConsultation, progress: Progress) =>
  (mine.news?.missed ?? null) !== null && progress.wanted === null;

export function hasComplaint(mine: MyConsultation): boolean {
  return mine.complaint.symptoms.length > 0 || mine.complaint.text.trim() !== '';
}

export function isEmergency(mine: MyConsultation): boolean {
  return mine.redFlagAdvice.some((hit) => hit.flag.tier === 1);
}

/** For "step 2 of 5"; undefined on pages that are no longer preparation. */
export function preparationStep(step: Step): number | undefined {
  const order: Partial<Record<Step, number>> = {
    consent: 1,
    complaint: 2,
    redFlags: 3,
    photos: 4,
    devices: 5,
  };
  return order[step];
}
