import type {
  CodedDiagnosis,
  Colleague,
  Department,
  PatientListItem,
  PatientRecord,
  RedFlag,
  SpecialistSearch,
  Specialty,
  Symptom,
  VitalSignRange,
} from './contracts';
import { get, type RequestOptions } from './http';

export const readDepartments = (options?: RequestOptions) =>
  get<Department[]>('/api/departments', options);

export const readColleagues = (departmentId: string, options?: RequestOptions) =>
  get<Colleague[]>(`/api/departments/${departmentId}/practitioners`, options);

export const readSpecialties = (options?: RequestOptions) =>
  get<Specialty[]>('/api/specialties', options);

/** Who can be asked, the nearest first. */
export const findSpecialists = (specialty: string, options?: RequestOptions) =>
  get<SpecialistSearch>(`/api/specialists?specialty=${encodeURIComponent(specialty)}`, options);

export const readSymptoms = (options?: RequestOptions) => get<Symptom[]>('/api/symptoms', options);

export const findPatients = (query: string, options?: RequestOptions) =>
  get<PatientListItem[]>(`/api/patients?query=${encodeURIComponent(query)}`, options);

export const readPatient = (id: string, options?: RequestOptions) =>
  get<PatientRecord>(`/api/patients/${id}`, options);

export const readRedFlags = (options?: RequestOptions) => get<RedFlag[]>('/api/red-flags', options);

export const readVitalSignRanges = (options?: RequestOptions) =>
  get<VitalSignRange[]>('/api/vital-sign-ranges', options);

export const findDiagnosisCodes = (query: string, options?: RequestOptions) =>
  get<CodedDiagnosis[]>(`/api/diagnosis-codes?query=${encodeURIComponent(query)}`, options);

export const findSyndromes = (query: string, options?: RequestOptions) =>
  get<CodedDiagnosis[]>(`/api/syndromes?query=${encodeURIComponent(query)}`, options);
