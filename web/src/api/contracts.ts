// Written by build/contracts.mjs from openapi.json: change the server's records and run `npm run contracts`.

/** The Chinese four-level triage scale of 2018: 1 (濒危) to 4 (非急症). */
export type Urgency = 1 | 2 | 3 | 4;

export type AcceptConsentRequest = {
  version: string;
  language: string;
};

export type AcceptedConsent = {
  version: string;
  acceptedAt: string;
};

export type AddPasskeyRequest = {
  ticket: string;
  credential: string;
  name: string;
};

export type AssessUrgencyRequest = {
  patientId: string;
  redFlags: string[];
  vitalSigns: VitalSigns;
  symptoms?: string[] | null;
};

export type AssessUrgencyResponse = {
  urgency: Urgency;
  hits: RedFlagHit[];
};

/** What an authenticator app has to know; shown once. */
export type AuthenticatorSetup = {
  ticket: string;
  secret: string;
  qrSvg: string;
};

/** Of a consultation in progress: whether the patient came, and from when on its sides may give each other up. */
export type CallState = {
  hasPatientEntered: boolean;
  mayMissAt: string;
  mayFreeAt: string;
};

export type CancelConsultationRequest = {
  reason: string;
};

export type CaseDraft = {
  complaint: Complaint;
  history: string;
  vitalSigns: VitalSigns;
  urgency: Urgency;
};

export type ChangeAuthenticatorRequest = {
  ticket: string;
  code: string;
};

export type ChangePasswordRequest = {
  password: string;
};

export type ChatMessage = {
  sequence: number;
  clientMessageId: string;
  senderSeat: string;
  senderName: LocalizedName;
  text: string;
  photo: Photo | null;
  sentAt: string;
};

export type ChooseDoctorRequest = {
  practitionerId: string | null;
};

export type ChooseMyDoctorRequest = {
  practitionerId: string | null;
};

export type CodedDiagnosis = {
  code: string;
  text: string;
};

/** A diagnosis, substance or drug as it was written down, with its code when there is one. */
export type CodedText = {
  code: string | null;
  text: string;
};

export type Colleague = {
  practitionerId: string;
  name: LocalizedName;
  title: string | null;
};

/** What the patient, or the clinic doctor for the patient, reports. */
export type Complaint = {
  symptoms: string[];
  text: string;
  duration: ComplaintDuration | null;
  severity: ComplaintSeverity | null;
  redFlags: string[];
};

export type ComplaintDuration = 'today' | 'days' | 'weeks' | 'months';

export type ComplaintSeverity = 'mild' | 'moderate' | 'severe';

export type ConfirmInvitationRequest = {
  name: string;
  birthYear: number;
  secret?: string | null;
  code?: string | null;
  nonce?: string | null;
};

/** What a patient agrees to; a changed wording takes a new version. */
export type Consent = {
  version: string;
  zh: ConsentText;
  en: ConsentText;
};

export type ConsentSection = {
  heading: string;
  text: string;
};

export type ConsentText = {
  title: string;
  sections: ConsentSection[];
};

/** What the staff who take part see. */
export type ConsultationDetails = {
  id: string;
  kind: ConsultationKind;
  status: ConsultationStatus;
  urgency: Urgency;
  patient: PatientRecord;
  department: Department;
  requestedBy: RequestedBy | null;
  doctor: TreatingDoctor | null;
  complaint: Complaint;
  history: string;
  vitalSigns: VitalSigns;
  photos: Photo[];
  redFlags: RedFlagHit[];
  queue: QueuePlace | null;
  news: PlaceNews | null;
  call: CallState | null;
  steps: QueueStep[];
  note: Note;
  createdAt: string;
  queuedAt: string | null;
  startedAt: string | null;
  endedAt: string | null;
  isPatientOnline: boolean | null;
  invitation: InvitationState | null;
};

export type ConsultationKind = 'direct' | 'clinicMediated';

export type ConsultationListItem = {
  id: string;
  kind: ConsultationKind;
  status: ConsultationStatus;
  patientName: string;
  age: number;
  gender: Gender;
  department: LocalizedName;
  urgency: Urgency;
  reason: string;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
  doctorName: LocalizedName | null;
  isSigned: boolean;
  isMissed: boolean;
};

/** planned -&gt; waiting -&gt; inProgress -&gt; ended -&gt; completed; cancelled from planned or waiting. */
export type ConsultationStatus = 'planned' | 'waiting' | 'inProgress' | 'ended' | 'completed' | 'cancelled';

/** A signed note as everybody who took part reads it. */
export type ConsultationSummary = {
  doctorName: LocalizedName;
  institution: LocalizedName;
  signedAt: string;
  version: number;
  amendmentReason: string | null;
  chiefComplaint: string;
  findings: string;
  diagnoses: CodedDiagnosis[];
  syndrome: CodedDiagnosis | null;
  advice: string;
};

export type DayOfWeek = 'sunday' | 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday';

export type DemoSignIn = {
  userName: string;
  password: string;
  name: LocalizedName;
  role: StaffRole;
  institution: LocalizedName;
  department: LocalizedName | null;
};

export type Department = {
  id: string;
  institutionId: string;
  institution: LocalizedName;
  specialty: string;
  name: LocalizedName;
};

export type Dependency = {
  name: DependencyName;
  kind: string;
  isUp: boolean;
  since: string;
  checkedAt: string;
  latencyMs: number | null;
  failures: number;
};

export type DependencyName = 'database' | 'coordination' | 'media';

/** A doctor of the department whom one may wait for. State is null while the store of presence is away. */
export type DoctorToWaitFor = {
  practitionerId: string;
  name: LocalizedName;
  title: string | null;
  state: PresenceState | null;
};

export type DrainNodeRequest = {
  node: string;
};

export type EarlierPrescription = {
  issuedOn: string;
  institution: LocalizedName;
  lines: MedicationLine[];
};

export type EnrolRequest = {
  link: string;
  password: string;
};

export type EnrolResponse = {
  userName: string;
  ticket: string;
};

export type Enrolled = {
  session: Session;
  recoveryCodes: string[];
};

export type EnrolmentCode = {
  ticket: string;
  code: string;
};

/** Shown once, to the administrator, who hands it over in person. The secret stands in the fragment, which reaches no log. */
export type EnrolmentLink = {
  userName: string;
  url: string;
  expiresAt: string;
};

export type EnrolmentTicket = {
  ticket: string;
};

export type Failure = {
  node: string;
  lastAt: string;
  times: number;
  level: LogLevel;
  category: string;
  sentence: string | null;
  exception: string | null;
};

export type FreeConsultationRequest = {
  end: boolean;
};

export type Gender = 'male' | 'female';

/** A relay as `RTCConfiguration.iceServers` takes it. */
export type IceServer = {
  urls: string[];
  username: string;
  credential: string;
};

export type InstitutionTier = 'village' | 'township' | 'county' | 'tertiary';

/** Shown once, to the one who invites: afterwards only hashes are left. */
export type Invitation = {
  id: string;
  url: string;
  shortCode: string;
  qrSvg: string;
  expiresAt: string;
  patientId: string;
  consultationId: string;
  status: InvitationStatus;
};

/** What a stranger who holds the link may know: where it leads, not to whom. It is mine when this browser confirmed it before. */
export type InvitationPreview = {
  institution: LocalizedName;
  department: LocalizedName;
  expiresAt: string;
  isMine: boolean;
};

export type InvitationState = {
  status: InvitationStatus;
  expiresAt: string;
};

export type InvitationStatus = 'open' | 'confirmed' | 'expired' | 'locked';

export type InvitePatientRequest = {
  patientId: string;
  departmentId: string;
  practitionerId?: string | null;
};

export type LocalizedName = {
  zh: string;
  en: string;
};

export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error' | 'critical' | 'none';

export type LookUpInvitationRequest = {
  secret?: string | null;
  code?: string | null;
  nonce?: string | null;
};

export type MedicationLine = {
  text: string;
  dosage: string;
  since: string | null;
};

/** Called without coming; joining again before KeptUntil gets the old place back. */
export type MissedPlace = {
  at: string;
  keptUntil: string;
};

export type MoveConsultationRequest = {
  departmentId: string;
  reason: string;
};

/** Staff moved the place from another department. */
export type MovedPlace = {
  from: LocalizedName;
  reason: string;
  at: string;
};

/** What the patient sees of the consultation. */
export type MyConsultation = {
  id: string;
  kind: ConsultationKind;
  status: ConsultationStatus;
  patientName: string;
  institution: LocalizedName;
  department: LocalizedName;
  doctorName: LocalizedName | null;
  consent: AcceptedConsent | null;
  complaint: Complaint;
  photos: Photo[];
  queue: QueuePlace | null;
  news: PlaceNews | null;
  redFlagAdvice: RedFlagHit[];
  summary: ConsultationSummary | null;
  endedAt: string | null;
};

export type Node = {
  name: string;
  role: NodeRole;
  state: NodeState;
  lastSeenAt: string;
  startedAt: string;
  rooms: number;
  roomsBefore: number | null;
  seats: number;
  connections: number;
  cpuShare: number;
  version: string;
};

/** What a process is there for: everything, pages and data without media, or media alone. */
export type NodeRole = 'all' | 'web' | 'media';

export type NodeState = 'serving' | 'draining' | 'lost';

export type Note = {
  draft: NoteText | null;
  draftSavedAt: string | null;
  versions: ConsultationSummary[];
};

/** What the specialist writes, as a draft or signed. */
export type NoteText = {
  chiefComplaint: string;
  findings: string;
  diagnoses: CodedDiagnosis[];
  syndrome: CodedDiagnosis | null;
  advice: string;
};

export type OpenAccountRequest = {
  userName: string;
};

export type OpenCaseRequest = {
  patientId: string;
  departmentId: string;
  practitionerId?: string | null;
};

/** A place where somebody is signed in, as its holder or an administrator sees it. */
export type OpenSession = {
  id: string;
  isCurrent: boolean;
  method: SignInMethod;
  role: StaffRole;
  institution: LocalizedName;
  createdAt: string;
  lastSeenAt: string;
  expiresAt: string;
  isLocked: boolean;
  isSharedComputer: boolean;
  address: string;
  device: string;
};

/** One weekday's opening time by the clock in China; a day without one is closed. */
export type OpeningHours = {
  day: DayOfWeek;
  opens: string;
  closes: string;
};

/** The installation as one node sees it: counts, times and ids, and nothing about a patient. */
export type Operations = {
  at: string;
  answeredBy: string;
  nodes: Node[];
  nodesAsOf: string | null;
  dependencies: Dependency[];
  queues: QueueLoad[];
  moreQueues: number;
  rebuilds: QueueRebuilds;
  outbox: OutboxBacklog;
  queuesAsOf: string | null;
  failures: Failure[];
};

/** What waits for its handlers. */
export type OutboxBacklog = {
  waiting: number;
  failing: number;
  oldestAt: string | null;
};

export type Passkey = {
  id: string;
  name: string;
  createdAt: string;
};

/** What a browser is asked: its answer comes back with the ticket. */
export type PasskeyQuestion = {
  ticket: string;
  options: string;
};

export type PatientListItem = {
  id: string;
  name: string;
  gender: Gender;
  birthDate: string;
  age: number;
  village: string;
};

export type PatientRecord = {
  id: string;
  name: string;
  gender: Gender;
  birthDate: string;
  age: number;
  village: string;
  phoneMasked: string;
  conditions: CodedText[];
  allergies: CodedText[];
  medications: MedicationLine[];
  earlierPrescriptions: EarlierPrescription[];
};

export type PauseQueueRequest = {
  minutes: number;
  reason: string;
};

export type Photo = {
  id: string;
  contentType: string;
  width: number;
  height: number;
  bytes: number;
  takenFor: PhotoPurpose;
};

export type PhotoPurpose = 'intake' | 'chat';

export type PlaceNews = {
  state: QueueState;
  moved: MovedPlace | null;
  missed: MissedPlace | null;
  doctor: DoctorToWaitFor | null;
  nearAt: string | null;
};

export type PostMessageRequest = {
  clientMessageId: string;
  text: string;
  photoId?: string | null;
};

/** Wire names are the camelCase of these. */
export type PresenceState = 'available' | 'busy' | 'inConsultation' | 'away' | 'offline';

/** The body of every answer that is not the one asked for (RFC 9457, application/problem+json). */
export type Problem = {
  title: string;
  status: number;
  code: string;
  traceId: string;
  details?: Record<string, unknown> | null;
  errors?: Record<string, string[]> | null;
};

/** With what somebody shows once more who they are: a passkey's answer with its ticket, a code, or the password. */
export type Proof = {
  ticket?: string | null;
  credential?: string | null;
  code?: string | null;
  password?: string | null;
};

/** With what the holder of a session can show who they are; a passkey is asked at once. */
export type ProofMethods = {
  code: boolean;
  password: boolean;
  passkey: PasskeyQuestion | null;
};

/** How many are before an entry, by reason. */
export type QueueAhead = {
  moreUrgent: number;
  cameEarlier: number;
  waitedMuchLonger: number;
  suitsTheDoctor: number;
};

export type QueueDesk = {
  state: QueueState;
  hours: OpeningHours[];
  waiting: number;
  stuck: StuckConsultation[];
};

export type QueueEntry = {
  consultationId: string;
  place: number;
  patientName: string;
  gender: Gender;
  age: number;
  urgency: Urgency;
  kind: ConsultationKind;
  reason: string;
  redFlagCount: number;
  waitingSince: string;
  score: QueueScore;
  aheadBecause: QueueAhead;
  isForYouAlone: boolean;
  isOnline: boolean | null;
  ringsInSeconds: number | null;
  institution: LocalizedName;
};

export type QueueLoad = {
  departmentId: string;
  department: LocalizedName;
  institution: LocalizedName;
  waiting: number;
  inProgress: number;
  oldestAt: string | null;
  claims: number | null;
  pausedUntil: string | null;
};

export type QueuePlace = {
  place: number;
  ahead: number;
  score: QueueScore;
  aheadBecause: QueueAhead;
  wait: WaitEstimate;
  waitingSince: string;
};

/** Queues whose order Redis did not have and got from the rows, since the nodes started that are on the roll. */
export type QueueRebuilds = {
  count: number;
  lastAt: string | null;
};

/** In points; who has more is seen earlier. Continuity and language only decide among those of one urgency. */
export type QueueScore = {
  urgency: Urgency;
  urgencyPoints: number;
  waitedMinutes: number;
  continuityPoints: number;
  languagePoints: number;
  isOverdue: boolean;
  basePoints?: number;
  points?: number;
};

/** Whether a department's queue is paused or closed, as everybody may know who waits or is about to. */
export type QueueState = {
  isOpen: boolean;
  closesAt: string | null;
  opensAt: string | null;
  pausedUntil: string | null;
  pauseReason: string | null;
};

export type QueueStep = {
  kind: QueueStepKind;
  at: string;
  by: LocalizedName | null;
  reason: string | null;
  fromDepartment: LocalizedName;
  toDepartment: LocalizedName | null;
  fromUrgency: Urgency;
  toUrgency: Urgency | null | null;
  toDoctor: LocalizedName | null;
};

export type QueueStepKind = 'moved' | 'moveUndone' | 'retriaged' | 'doctorChosen' | 'missed' | 'missUndone' | 'freed';

/** Shown once; afterwards only hashes are left. */
export type RecoveryCodes = {
  codes: string[];
};

export type RedFlag = {
  id: string;
  population: RedFlagPopulation;
  text: LocalizedName;
  tier: 1 | 2;
  action: LocalizedName;
  source: string;
  reviewStatus: ReviewStatus;
};

export type RedFlagHit = {
  flag: RedFlag;
  because: RedFlagReason;
};

export type RedFlagPopulation = 'adult' | 'child';

export type RedFlagReason = 'reported' | 'vitalSigns';

export type RequestedBy = {
  practitionerId: string;
  name: LocalizedName;
  institution: LocalizedName;
};

export type RetriageConsultationRequest = {
  urgency: Urgency;
  reason: string;
};

export type ReviewStatus = 'unreviewed' | 'reviewed';

export type RoleAtSite = {
  id: string;
  role: StaffRole;
  institutionId: string;
  institution: LocalizedName;
  departmentId: string | null;
  department: LocalizedName | null;
  title: string | null;
};

export type RoomEntry = {
  pass: string;
  hubUrl: string;
  seat: string;
  seats: SeatName[];
  iceServers: IceServer[];
  expiresAt: string;
  standby: SpareDoor | null;
};

export type SaveNoteRequest = {
  text: NoteText;
  version: number;
};

export type SaveNoteResponse = {
  savedAt: string;
};

export type SeatName = {
  seat: string;
  name: LocalizedName;
  role: SeatRole;
};

export type SeatRole = 'patient' | 'clinicDoctor' | 'specialist';

/** With what the signed-in person can sign in. */
export type Security = {
  userName: string;
  needsSecondFactor: boolean;
  hasAuthenticator: boolean;
  recoveryCodesLeft: number;
  passkeys: Passkey[];
};

export type Session = {
  practitionerId: string;
  name: LocalizedName;
  roles: RoleAtSite[];
  activeRoleId: string;
};

export type SetOpeningHoursRequest = {
  hours: OpeningHours[];
};

export type ShowIdentityRequest = {
  purpose: StepUpPurpose;
  proof: Proof;
};

export type ShowIdentityResponse = {
  id: string;
  until: string;
};

export type SignInMethod = 'password' | 'passkey' | 'authenticator' | 'recoveryCode';

export type SignInRequest = {
  userName: string;
  password: string;
  isSharedComputer?: boolean;
};

export type SignInWithCodeRequest = {
  ticket: string;
  code?: string | null;
  recoveryCode?: string | null;
};

export type SignInWithPasskeyRequest = {
  ticket: string;
  credential: string;
  isSharedComputer?: boolean;
};

export type SignNoteRequest = {
  text: NoteText;
  version: number;
  amendmentReason?: string | null;
};

/** A door at another node, for the seat that hears of it. */
export type SpareDoor = {
  pass: string;
  hubUrl: string;
};

export type Specialist = {
  practitionerId: string;
  name: LocalizedName;
  title: string | null;
  languages: string[];
  presence: SpecialistPresence | null;
};

export type SpecialistPresence = {
  state: PresenceState;
  load: number;
  capacity: number;
  lastSeenAt: string;
  version: number;
};

export type SpecialistSearch = {
  isPresenceKnown: boolean;
  sites: SpecialistSite[];
  hasMore: boolean;
};

export type SpecialistSite = {
  departmentId: string;
  department: LocalizedName;
  institution: LocalizedName;
  tier: InstitutionTier;
  isOwn: boolean;
  specialists: Specialist[];
};

export type Specialty = {
  code: string;
  catalogueCode: string | null;
  name: LocalizedName;
  initials: string;
  departments: number;
};

export type StaffRole = 'specialist' | 'clinicDoctor' | 'pharmacist' | 'coordinator' | 'administrator';

/** For what somebody shows once more who they are. */
export type StepUpPurpose = 'sign' | 'export' | 'breakGlass' | 'keys' | 'roles';

export type Stream = string;

/** A consultation whose doctor was not seen for long, so that a colleague can free the patient. */
export type StuckConsultation = {
  consultationId: string;
  patientName: string;
  doctorName: LocalizedName;
  unseenSince: string;
};

export type SubmitCaseRequest = {
  departmentId: string;
  urgency: Urgency;
};

export type SwitchRoleRequest = {
  roleId: string;
};

export type Symptom = {
  code: string;
  name: LocalizedName;
};

export type TakeNextRequest = {
  requestId?: string | null;
};

export type TreatingDoctor = {
  practitionerId: string;
  name: LocalizedName;
};

/** What is plausible, not what is healthy. */
export type VitalSignRange = {
  field: string;
  unit: string;
  minimum: number;
  maximum: number;
};

export type VitalSigns = {
  temperatureC: number | null;
  systolicMmHg: number | null;
  diastolicMmHg: number | null;
  heartRatePerMin: number | null;
  respiratoryRatePerMin: number | null;
  spO2Percent: number | null;
  glucoseMmolPerL: number | null;
  weightKg: number | null;
  heightCm: number | null;
};

/** How long the wait will be by the department's own recent history: either both minutes, or why there is no honest number. */
export type WaitEstimate = {
  p50Minutes: number | null;
  p90Minutes: number | null;
  basedOn: number;
  since: string | null;
  unknown: WaitUnknown | null;
};

export type WaitUnknown = 'tooFewVisits' | 'nobodyThere';
