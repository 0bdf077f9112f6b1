// DRAFT of the HTTP contract, the source of truth while server and client are built side by side.
// The server's records carry exactly these names and camelCase properties; once /openapi/v1.json exists,
// web/src/api/contracts.ts is generated from it and this file is deleted.
// Times are ISO-8601 UTC strings, ids are UUID strings. Every refusal is application/problem+json: {title,status,code,details?,traceId}.
// Cookies carry the session (HttpOnly, SameSite=Strict); state-changing requests need header "X-Telehealth: 1" (a CSRF wall).

// ---------- Identity
export type StaffRole = 'specialist' | 'clinicDoctor' | 'pharmacist' | 'coordinator' | 'administrator';
export interface RoleAtSite { id: string; role: StaffRole; institutionId: string; institution: LocalizedName; departmentId: string | null; department: LocalizedName | null; title: string | null }
export interface LocalizedName { zh: string; en: string }
export interface Session { practitionerId: string; name: LocalizedName; roles: RoleAtSite[]; activeRoleId: string }
// GET    /api/session            -> Session | 401 session.sign_in_required
// POST   /api/session            {userName,password} -> Session | 401 session.wrong_credentials | 429 session.locked_out
// PUT    /api/session/role       {roleId} -> Session | 404 session.unknown_role
// DELETE /api/session            -> 204
export interface DemoSignIn { userName: string; password: string; name: LocalizedName; role: StaffRole; institution: LocalizedName; department: LocalizedName | null }
// GET    /api/demo/sign-ins      -> DemoSignIn[]      (Development only, else 404)

// ---------- Directory
export interface Institution { id: string; name: LocalizedName; tier: 'village' | 'township' | 'county' | 'tertiary'; kind: 'hospital' | 'healthCentre' | 'clinic' | 'tcmHospital' }
export interface Department { id: string; institutionId: string; institution: LocalizedName; specialty: string; name: LocalizedName }
// GET /api/departments           -> Department[]      (staff)
export interface Colleague { practitionerId: string; name: LocalizedName; title: string | null }
// GET /api/departments/{id}/practitioners -> Colleague[] (staff; who has a specialist role at the department. Presence events carry only ids, so the desk reads the names here)
export interface PatientListItem { id: string; name: string; gender: 'male' | 'female'; birthDate: string; age: number; village: string }
// GET /api/patients?query=       -> PatientListItem[] (clinic doctor, coordinator, specialist: patients registered in their institution's reach; max 50)
export interface CodedText { code: string | null; text: string }
export interface MedicationLine { text: string; dosage: string; since: string | null }
export interface PatientRecord extends PatientListItem { phoneMasked: string; conditions: CodedText[]; allergies: CodedText[]; medications: MedicationLine[]; earlierPrescriptions: { issuedOn: string; institution: LocalizedName; lines: MedicationLine[] }[] }
// GET /api/patients/{id}         -> PatientRecord | 404 patient.not_found

// ---------- Consultations: invitation (staff side)
export interface Invitation { id: string; url: string; shortCode: string; qrSvg: string; expiresAt: string; patientId: string; consultationId: string; status: 'open' | 'confirmed' | 'expired' | 'locked' }
// POST /api/invitations          {patientId, departmentId} -> Invitation (creates a planned direct consultation)
// POST /api/consultations/{id}/invitations {} -> Invitation (the patient's phone joins a clinic-mediated case; a new one replaces an unused old one)
// url = {origin}/join#{secret}: the secret stands in the fragment, so it reaches no log. shortCode: 8 digits "1234 5678".

// ---------- Consultations: the patient's side (cookie "patient", given by confirm)
// POST /api/invitations/look-up  {secret}|{code} -> InvitationPreview | 404 invitation.unknown | 410 invitation.expired | 410 invitation.used | 410 invitation.locked
export interface InvitationPreview { institution: LocalizedName; department: LocalizedName; expiresAt: string }
// POST /api/invitations/confirm  {secret?,code?,name,birthYear} -> MyConsultation | 409 invitation.identity_mismatch {attemptsLeft} | as above
export type ConsultationStatus = 'planned' | 'waiting' | 'inProgress' | 'ended' | 'completed' | 'cancelled';
export interface QueuePlace { place: number; ahead: number; estimateMinutes: number | null; estimateBasis: number; waitingSince: string } // estimate null: no honest basis; basis = number of recent consultations it is computed from
export interface Complaint { symptoms: string[]; text: string; duration: 'today' | 'days' | 'weeks' | 'months' | null; severity: 'mild' | 'moderate' | 'severe' | null; redFlags: string[] }
export interface Photo { id: string; contentType: string; width: number; height: number; bytes: number; takenFor: 'intake' | 'chat' }
export interface MyConsultation {
  id: string; kind: 'direct' | 'clinicMediated'; status: ConsultationStatus; patientName: string; institution: LocalizedName; department: LocalizedName;
  doctorName: LocalizedName | null; consent: { version: string; acceptedAt: string } | null; complaint: Complaint; photos: Photo[];
  queue: QueuePlace | null; redFlagAdvice: RedFlagHit[]; summary: ConsultationSummary | null; endedAt: string | null;
}
// Complaint.symptoms holds codes of this list only (any other: 422), redFlags ids of GET /api/red-flags only. text and history: at most 4,000 characters.
export interface Symptom { code: 'fever' | 'cough' | 'soreThroat' | 'runnyNose' | 'headache' | 'dizziness' | 'chestPain' | 'palpitations' | 'breathlessness' | 'abdominalPain' | 'vomiting' | 'diarrhoea' | 'constipation' | 'urinaryTrouble' | 'backPain' | 'jointPain' | 'numbness' | 'swelling' | 'rash' | 'blurredVision' | 'confusion' | 'sweating' | 'fatigue' | 'insomnia' | 'other'; name: LocalizedName }
// GET    /api/symptoms           -> Symptom[]  (anonymous; order = order of display)
// GET    /api/my/consultation    -> MyConsultation | 401
// GET    /api/consents/current   -> Consent  (anonymous)
export interface Consent { version: string; zh: ConsentText; en: ConsentText }
export interface ConsentText { title: string; sections: { heading: string; text: string }[] }
// POST   /api/my/consultation/consent   {version, language} -> MyConsultation | 409 consent.outdated
// PUT    /api/my/consultation/complaint Complaint -> MyConsultation   (draft; saved while typing)
// POST   /api/my/consultation/photos    multipart "file" -> Photo | 413 photo.too_large | 422 photo.not_an_image | 422 photo.too_many_pixels | 409 photo.too_many
// DELETE /api/my/consultation/photos/{photoId} -> 204
// POST   /api/my/consultation/queue     -> MyConsultation | 409 consultation.consent_missing | 409 consultation.complaint_missing
// DELETE /api/my/consultation/queue     -> MyConsultation  (leaves the queue: back to planned, the complaint stays)
export interface ConsultationSummary { doctorName: LocalizedName; institution: LocalizedName; signedAt: string; version: number; amendmentReason: string | null; chiefComplaint: string; findings: string; diagnoses: CodedDiagnosis[]; syndrome: CodedDiagnosis | null; advice: string }

// ---------- Consultations: staff
export interface VitalSigns { temperatureC: number | null; systolicMmHg: number | null; diastolicMmHg: number | null; heartRatePerMin: number | null; respiratoryRatePerMin: number | null; spO2Percent: number | null; glucoseMmolPerL: number | null; weightKg: number | null; heightCm: number | null }
export interface RedFlag { id: string; population: 'adult' | 'child'; text: LocalizedName; tier: 1 | 2; action: LocalizedName; source: string; reviewStatus: 'unreviewed' | 'reviewed' }
export interface RedFlagHit { flag: RedFlag; because: 'reported' | 'vitalSigns' }
// GET  /api/red-flags            -> RedFlag[]  (anonymous: the patient page needs it too)
// GET  /api/vital-sign-ranges    -> VitalSignRange[] (anonymous) plausible limits, not medical ones
export interface VitalSignRange { field: string; unit: string; minimum: number; maximum: number }
// POST /api/triage/assess        {patientId, redFlags:[], vitalSigns, symptoms?:[]} -> {urgency:1|2|3|4, hits: RedFlagHit[]}
export type Urgency = 1 | 2 | 3 | 4; // Chinese 2018 four-level scale: I red .. IV green
export interface CaseDraft { complaint: Complaint; history: string; vitalSigns: VitalSigns; urgency: Urgency }
// POST /api/consultations        {patientId, departmentId} -> ConsultationDetails (clinic doctor; clinicMediated, planned)
// GET  /api/consultations?mine=true -> ConsultationListItem[] (own open cases and the last 20 ended)
// GET  /api/consultations/{id}   -> ConsultationDetails | 404 consultation.not_found
// PUT  /api/consultations/{id}/case CaseDraft -> ConsultationDetails (clinic doctor; saved while typing)
// POST /api/consultations/{id}/photos multipart; DELETE /api/consultations/{id}/photos/{photoId}; GET /api/consultations/{id}/photos/{photoId} -> bytes (all participants, the patient too)
// POST /api/consultations/{id}/submit {departmentId, urgency} -> ConsultationDetails | 409 consultation.complaint_missing | 409 consultation.urgency_too_low {urgency}
// POST /api/consultations/{id}/cancel {reason} -> ConsultationDetails
// POST /api/consultations/{id}/accept -> ConsultationDetails | 409 consultation.not_waiting (somebody else took it)
// POST /api/departments/{id}/queue/next -> ConsultationDetails | 409 queue.empty
// POST /api/consultations/{id}/hand-back -> ConsultationDetails (back to its old place in the queue)
// POST /api/consultations/{id}/end -> ConsultationDetails
export interface QueueEntry { consultationId: string; place: number; patientName: string; gender: 'male' | 'female'; age: number; urgency: Urgency; kind: 'direct' | 'clinicMediated'; reason: string; redFlagCount: number; waitingSince: string; isOnline: boolean; institution: LocalizedName }
// GET  /api/departments/{id}/queue -> QueueEntry[] (specialists of that department)
export interface ConsultationListItem { id: string; kind: 'direct' | 'clinicMediated'; status: ConsultationStatus; patientName: string; age: number; gender: 'male' | 'female'; department: LocalizedName; urgency: Urgency; reason: string; createdAt: string; startedAt: string | null; endedAt: string | null; doctorName: LocalizedName | null; isSigned: boolean }
export interface ConsultationDetails {
  id: string; kind: 'direct' | 'clinicMediated'; status: ConsultationStatus; urgency: Urgency; patient: PatientRecord; department: Department; requestedBy: { practitionerId: string; name: LocalizedName; institution: LocalizedName } | null;
  doctor: { practitionerId: string; name: LocalizedName } | null; complaint: Complaint; history: string; vitalSigns: VitalSigns; photos: Photo[]; redFlags: RedFlagHit[]; queue: QueuePlace | null;
  note: Note; createdAt: string; queuedAt: string | null; startedAt: string | null; endedAt: string | null; isPatientOnline: boolean; invitation: { status: Invitation['status']; expiresAt: string } | null;
}
export interface CodedDiagnosis { code: string; text: string }
export interface NoteText { chiefComplaint: string; findings: string; diagnoses: CodedDiagnosis[]; syndrome: CodedDiagnosis | null; advice: string }
export interface Note { draft: NoteText | null; draftSavedAt: string | null; versions: ConsultationSummary[] } // versions: signed, oldest first, immutable
// PUT  /api/consultations/{id}/note       NoteText -> {savedAt}  (treating doctor; draft)
// POST /api/consultations/{id}/note/sign  {amendmentReason?} -> ConsultationDetails | 409 note.not_ended | 422 note.incomplete {missing:[...]} | 422 note.amendment_reason_missing
// DELETE /api/consultations/{id}/note/draft -> ConsultationDetails (throws an amendment draft away)
// GET  /api/diagnosis-codes?query=&language=zh|en -> CodedDiagnosis[] (max 20; by code, Chinese name, English name, pinyin initials)
// GET  /api/syndromes?query=&language=zh|en -> CodedDiagnosis[] (ICD-11 TM1)

// A browser may hold a staff cookie and a patient cookie at once (two windows on one machine). The patient's page therefore adds
// "?as=patient" to every route that both use: /api/consultations/{id}/photos, /messages and /api/rooms/{id}/enter, /seats.
// ---------- Consultations: chat (all participants, the patient too; live while inProgress, readable afterwards)
export interface ChatMessage { sequence: number; clientMessageId: string; senderSeat: string; senderName: LocalizedName; text: string; photo: Photo | null; sentAt: string }
// GET  /api/consultations/{id}/messages?after=SEQ -> ChatMessage[] (max 200)
// POST /api/consultations/{id}/messages {clientMessageId, text, photoId?} -> ChatMessage (idempotent by clientMessageId) | 422 chat.empty | 422 chat.too_long

// ---------- Rooms (room id = consultation id)
export interface RoomEntry { pass: string; hubUrl: string; seat: string; seats: SeatName[]; expiresAt: string }
export interface SeatName { seat: string; name: LocalizedName; role: 'patient' | 'clinicDoctor' | 'specialist' }
// POST /api/rooms/{id}/enter -> RoomEntry | 409 room.not_open (only while inProgress) | 409 consultation.consent_missing (patient) | 404 room.not_found
// seat = "practitioner-{id}" | "patient-{id}"
// GET  /api/rooms/{id}/seats -> SeatName[]
