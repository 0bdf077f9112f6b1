import type {
  CaseDraft,
  ConsultationDetails,
  ConsultationListItem,
  DoctorToWaitFor,
  NoteText,
  OpeningHours,
  QueueDesk,
  QueueEntry,
  RedFlagHit,
  Urgency,
  VitalSigns,
} from './contracts';
import { addressed, get, post, put, type RequestOptions, remove } from './http';
import { type UploadOptions, uploadPhoto } from './upload';

const one = (id: string) => `/api/consultations/${id}`;

/** With `practitionerId` that doctor is asked by name. */
export const openCase = (patientId: string, departmentId: string, practitionerId?: string) =>
  post<ConsultationDetails>('/api/consultations', {
    patientId,
    departmentId,
    ...(practitionerId !== undefined && { practitionerId }),
  });

export const readMyCases = (options?: RequestOptions) =>
  get<ConsultationListItem[]>('/api/consultations?mine=true', options);

export const readConsultation = (id: string, options?: RequestOptions) =>
  get<ConsultationDetails>(one(id), options);

export const saveCase = (id: string, draft: CaseDraft, options?: RequestOptions) =>
  put<ConsultationDetails>(`${one(id)}/case`, draft, options);

export const assessTriage = (
  patientId: string,
  redFlags: string[],
  vitalSigns: VitalSigns,
  symptoms: string[],
  options?: RequestOptions,
) =>
  post<{ urgency: Urgency; hits: RedFlagHit[] }>(
    '/api/triage/assess',
    { patientId, redFlags, vitalSigns, symptoms },
    options,
  );

export const addPhoto = (id: string, file: Blob, options?: UploadOptions) =>
  uploadPhoto(`${one(id)}/photos`, file, options);

export const removePhoto = (id: string, photoId: string) => remove(`${one(id)}/photos/${photoId}`);

/** The address of a photo for <img>; every participant may read it, the patient too. */
export const photoUrl = (id: string, photoId: string) => addressed(`${one(id)}/photos/${photoId}`);

export const submitCase = (id: string, departmentId: string, urgency: Urgency) =>
  post<ConsultationDetails>(`${one(id)}/submit`, { departmentId, urgency });

export const cancelConsultation = (id: string, reason: string) =>
  post<ConsultationDetails>(`${one(id)}/cancel`, { reason });

export const acceptConsultation = (id: string) => post<ConsultationDetails>(`${one(id)}/accept`);

export const handBack = (id: string) => post<ConsultationDetails>(`${one(id)}/hand-back`);

export const endConsultation = (id: string) => post<ConsultationDetails>(`${one(id)}/end`);

export const readQueue = (departmentId: string, options?: RequestOptions) =>
  get<QueueEntry[]>(`/api/departments/${departmentId}/queue`, options);

/** The same `requestId` again calls nobody else. */
export const takeNext = (departmentId: string, requestId: string) =>
  post<ConsultationDetails>(`/api/departments/${departmentId}/queue/next`, { requestId });

/** Whoever is moved keeps the time of joining, and reads the reason. */
export const moveConsultation = (id: string, departmentId: string, reason: string) =>
  post<void>(`${one(id)}/move`, { departmentId, reason });

export const undoMove = (id: string) => remove<void>(`${one(id)}/move`);

export const retriage = (id: string, urgency: Urgency, reason: string) =>
  post<void>(`${one(id)}/urgency`, { urgency, reason });

export const chooseDoctor = (id: string, practitionerId: string | null) =>
  put<ConsultationDetails>(`${one(id)}/doctor`, { practitionerId });

export const markNoShow = (id: string) => post<void>(`${one(id)}/no-show`);

export const undoNoShow = (id: string) => remove<void>(`${one(id)}/no-show`);

/** Takes it from a doctor who is gone: to its end, or back to the old place. */
export const freeConsultation = (id: string, end: boolean) =>
  post<void>(`${one(id)}/free`, { end });

const queue = (departmentId: string) => `/api/departments/${departmentId}/queue`;

export const readQueueState = (departmentId: string, options?: RequestOptions) =>
  get<QueueDesk>(`${queue(departmentId)}/state`, options);

export const pauseQueue = (departmentId: string, minutes: number, reason: string) =>
  put<QueueDesk>(`${queue(departmentId)}/pause`, { minutes, reason });

export const resumeQueue = (departmentId: string) =>
  remove<QueueDesk>(`${queue(departmentId)}/pause`);

export const setOpeningHours = (departmentId: string, hours: OpeningHours[]) =>
  put<QueueDesk>(`${queue(departmentId)}/hours`, { hours });

export const readDoctors = (departmentId: string, options?: RequestOptions) =>
  get<DoctorToWaitFor[]>(`/api/departments/${departmentId}/doctors`, options);

/** `version` is the one that is being written: one more than was signed last. */
export const saveNote = (id: string, text: NoteText, version: number, options?: RequestOptions) =>
  put<{ savedAt: string }>(`${one(id)}/note`, { text, version }, options);

export const signNote = (id: string, text: NoteText, version: number, amendmentReason?: string) =>
  post<ConsultationDetails>(`${one(id)}/note/sign`, {
    text,
    version,
    ...(amendmentReason !== undefined && { amendmentReason }),
  });

export const discardNoteDraft = (id: string) =>
  remove<ConsultationDetails>(`${one(id)}/note/draft`);
