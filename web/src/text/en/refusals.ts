import type { Dictionary, SameKeys } from '../text';

export const refusals: SameKeys<Dictionary['refusals']> = {
  session: {
    forbidden: 'You are not allowed to do this.',

    sign_in_required: 'Please sign in first.',
    wrong_credentials: 'User name or password is wrong.',
    other_consultation:
      'This browser has opened another consultation in another page; go on there.',
    locked_out: 'Too many attempts; please wait a few minutes.',
    not_found: 'This session has ended already.',
    locked: 'This computer is locked. Please show that it is you.',
    wrong_code: 'The code is not right, or was used already. Please enter the next one.',
    ticket_expired: 'This took too long or was used already. Please start again.',
    passkey_refused:
      'The passkey could not be checked. Please try again, or use another way to sign in.',
    passkeys_off: 'Passkeys are not set up on this server.',
    second_factor_required: 'Please enter the code of your authenticator app.',
    enrolment_required: 'Please set up an authenticator app first.',
    unknown_role: 'This place of work is no longer available; choose another.',
  },
  account: {
    practitioner_not_found: 'This person was not found at your institution.',
    passkey_not_found: 'This passkey no longer exists.',
    last_factor: 'This is your only second factor; add another before you remove it.',
    no_authenticator: 'Set up an authenticator app first.',
    weak_password:
      'Please choose a longer password, of at least 12 characters, without your user name.',
    name_taken: 'This user name is taken; please choose another.',
    demo: 'Demo accounts cannot be changed.',
  },
  audit: {
    unavailable:
      'Who looks and who changes cannot be written down right now, so this is not possible. Please try again in a moment.',
  },
  patient: {
    already_waiting:
      'This patient has a place with {department} already; only one at a time is possible.',
    not_found: 'This patient was not found.',
  },
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
    closed: 'The consultation is closed and cannot be changed.',
    not_direct: 'A clinic doctor opened this consultation; please ask at the clinic.',
    changed_meanwhile: 'Somebody else has just changed this; please reload and try again.',

    not_found: 'This consultation was not found.',
    consent_missing: 'Please read and accept the consent first.',
    complaint_missing: 'Please describe the complaint first.',
    urgency_too_low: 'The danger signs allow no triage level below {urgency}.',
    not_waiting: 'Another doctor took this patient, or the patient left the queue.',
    not_in_progress: 'The consultation is not in progress.',
    not_planned: 'The case was sent already and cannot be changed.',
    patient_is_here: 'The patient is in the room and cannot be marked as not come.',
    no_show_too_early: 'The patient may be on the way; please wait {seconds} more seconds.',
    doctor_is_here: 'The doctor was here a moment ago; nothing can be done in their place yet.',
    already_over: 'The consultation is over.',
  },
  queue: {
    empty: 'No patient is waiting for you now.',
    paused: 'The queue is paused. Resume it first, or take somebody from the list.',
    closed:
      'This department is closed now; please come back when it opens. In an emergency call 120 or go to the emergency room.',
    closes_too_soon:
      'Your turn would not come before the department closes; please come back when it opens. In an emergency call 120 or go to the emergency room.',
    waits_for_another_doctor: 'This patient waits for another doctor.',
    nothing_to_undo: 'There is nothing left to take back.',
  },
  practitioner: { not_found: 'This doctor was not found.' },
  note: {
    not_ended: 'End the consultation first, then sign.',
    incomplete: 'The note is incomplete; please fill in what is marked.',
    already_signed: 'This note is signed already. To change it, amend the signed version.',
    amendment_reason_missing: 'Changing a signed note needs a reason.',
  },
  chat: {
    empty: 'Write something or choose a photo first.',
    too_long: 'The message is too long; please split it.',
  },
  room: {
    already_joined: 'You are in the room already.',
    closed: 'The room is closed.',
    held_elsewhere: 'The call is still on its first line; connecting again.',
    invalid_message: 'The call met a problem and is trying again.',
    not_joined: 'You are not in the room.',
    sdp_too_large: 'The call met a problem and is trying again.',

    not_open: 'The room is not open yet.',
    not_found: 'This room was not found.',
    full: 'The room is full.',
  },
  request: {
    failed: 'The request did not succeed; please try again.',
    foreign_origin: 'The request came from another site and was refused.',
    malformed: 'Something is not filled in correctly; please check and try again.',
    missing_header: 'Please reload the page and try again.',
    not_found: 'Not found.',

    invalid: 'Something is not filled in correctly; please check and try again.',
    too_large: 'This is too large.',
    too_many: 'Too many requests; please wait a moment.',
    forbidden: 'You are not allowed to do this.',
  },
  department: {
    not_found: 'This department was not found.',
  },
  vital_signs: {
    implausible: 'A vital sign has an impossible value; please check.',
  },
  presence: {
    invalid_state: 'This state cannot be chosen.',
    not_allowed: 'You cannot change your state at this department.',
  },
  access: {
    step_up_required: 'Please show once more that it is you.',
    role_ended: 'Your role here has ended or is suspended. Please ask your administrator.',
    not_agreed: 'The two institutions have no agreement for this. Please ask your administrator.',
  },
  licence: {
    missing:
      'Your profile has no licence number, so you cannot take patients yet. Please ask your administrator to add it.',
    too_young:
      'Treating patients online needs {years} years of independent practice. Please ask your administrator to check your profile.',
    out_of_scope: 'This department is outside the scope of your licence.',
  },
  watch: {
    not_allowed: 'You may not follow what happens here.',
    too_many: 'Too much is open at once; please close some pages.',
  },
  storage: {
    unavailable: 'Nothing can be saved or read for the moment; please try again soon.',
  },
  coordination: {
    unavailable: 'The system is busy; please try again soon.',
  },
  media: {
    room_full: 'The room is full; please try again when somebody has left.',
    room_locked: 'A doctor has locked the room; nobody can enter now.',
    rooms_full: 'Too many calls are running now; please try again later.',
    stopping: 'The server is restarting; please try again in a moment.',
    not_allowed: 'You are not allowed to do this.',
    unknown_seat: 'This person is no longer in the room.',
    seat_closed: 'You are no longer in the room.',
    bad_sdp: 'Something went wrong in the call; trying again.',
    too_many_tracks: 'Too many pictures and sounds are being sent; stop some first.',
  },
  room_pass: {
    invalid: 'The pass to the room is not valid; getting a new one.',
    expired: 'The pass to the room has expired; getting a new one.',
    wrong_node: 'The room has moved; entering again.',
  },
  operations: {
    node_unknown: 'This node is no longer there; see the list as it is now.',
    last_node:
      'No other node could take its place, so it cannot be drained now. Start another node first.',
  },
  server: {
    error: 'The server has a problem; please try again later.',
  },
};
