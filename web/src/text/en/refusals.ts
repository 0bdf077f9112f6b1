import type { Dictionary, SameKeys } from '../text';

export const refusals: SameKeys<Dictionary['refusals']> = {
  session: {
    sign_in_required: 'Please sign in first.',
    wrong_credentials: 'User name or password is wrong.',
    locked_out: 'Too many attempts; please wait a few minutes.',
    unknown_role: 'This place of work is no longer available; choose another.',
  },
  patient: { not_found: 'This patient was not found.' },
  invitation: {
    unknown: 'This invitation was not found. Please check the link or the code.',
    expired: 'This invitation has expired. Please ask for a new one.',
    used: 'This invitation was used already. If that was you, open it on the same phone.',
    locked:
      'Too many failed attempts; the invitation is locked. Please call the doctor who sent it.',
    identity_mismatch:
      'Name or birth year is not right; {attemptsLeft} {attemptsLeft#attempt|attempts} left.',
  },
  consent: { outdated: 'The consent has been revised; please read the new version.' },
  photo: {
    too_large: 'The photo is too large; please choose a smaller one.',
    not_an_image: 'This file is not a usable photo.',
    too_many_pixels: 'The photo has too many pixels; please choose another.',
    too_many: 'There are enough photos; remove some first.',
    not_found: 'This photo no longer exists.',
  },
  consultation: {
    not_found: 'This consultation was not found.',
    consent_missing: 'Please read and accept the consent first.',
    complaint_missing: 'Please describe the complaint first.',
    urgency_too_low: 'The danger signs allow no triage level below {urgency}.',
    not_waiting: 'Another doctor took this patient, or the patient left the queue.',
    not_in_progress: 'The consultation is not in progress.',
    not_planned: 'The case was sent already and cannot be changed.',
    already_over: 'The consultation is over.',
  },
  queue: { empty: 'No patient is waiting now.' },
  note: {
    not_ended: 'End the consultation first, then sign.',
    incomplete: 'The note is incomplete; please fill in what is marked.',
    amendment_reason_missing: 'Changing a signed note needs a reason.',
  },
  chat: {
    empty: 'Write something or choose a photo first.',
    too_long: 'The message is too long; please split it.',
  },
  room: {
    not_open: 'The room is not open yet.',
    not_found: 'This room was not found.',
    full: 'The room is full.',
  },
  request: {
    invalid: 'Something is not filled in correctly; please check and try again.',
    too_large: 'This is too large.',
    too_many: 'Too many requests; please wait a moment.',
    forbidden: 'You are not allowed to do this.',
  },
};
