import type { Invitation, InvitationPreview, MyConsultation } from './contracts';
import { post } from './http';

/** What the patient holds: the secret of the link, or the short code read aloud. */
export type InvitationProof = { secret: string } | { code: string };

/** With `practitionerId` that doctor is asked by name. */
export const invitePatient = (patientId: string, departmentId: string, practitionerId?: string) =>
  post<Invitation>('/api/invitations', {
    patientId,
    departmentId,
    ...(practitionerId !== undefined && { practitionerId }),
  });

export const invitePatientToCase = (consultationId: string) =>
  post<Invitation>(`/api/consultations/${consultationId}/invitations`);

/** The nonce tells the server that the same browser asks again, when an answer was lost on the way. */
export const lookUpInvitation = (proof: InvitationProof, nonce: string) =>
  post<InvitationPreview>('/api/invitations/look-up', { ...proof, nonce });

export const confirmInvitation = (
  proof: InvitationProof,
  name: string,
  birthYear: number,
  nonce: string,
) => post<MyConsultation>('/api/invitations/confirm', { ...proof, name, birthYear, nonce });
