import type { Complaint, Consent, DoctorToWaitFor, MyConsultation } from './contracts';
import { get, post, put, type RequestOptions, remove } from './http';
import { type UploadOptions, uploadPhoto } from './upload';

const own = '/api/my/consultation';

export const readMyConsultation = (options?: RequestOptions) => get<MyConsultation>(own, options);

export const readConsent = (options?: RequestOptions) =>
  get<Consent>('/api/consents/current', options);

export const acceptConsent = (version: string, language: string) =>
  post<MyConsultation>(`${own}/consent`, { version, language });

export const saveComplaint = (complaint: Complaint, options?: RequestOptions) =>
  put<MyConsultation>(`${own}/complaint`, complaint, options);

export const addMyPhoto = (file: Blob, options?: UploadOptions) =>
  uploadPhoto(`${own}/photos`, file, options);

export const removeMyPhoto = (photoId: string) => remove(`${own}/photos/${photoId}`);

export const enterQueue = () => post<MyConsultation>(`${own}/queue`);

export const readMyDoctors = (options?: RequestOptions) =>
  get<DoctorToWaitFor[]>(`${own}/doctors`, options);

/** Null waits for whoever is free first; the waiting time stays. */
export const chooseMyDoctor = (practitionerId: string | null) =>
  put<MyConsultation>(`${own}/queue/doctor`, { practitionerId });

export const leaveQueue = () => remove<MyConsultation>(`${own}/queue`);
