import type { Invitation, InvitationPreview, MyConsultation } from './contracts';
import { post } from './http';

/** What the patient holds: the secret of the link, or the short code read aloud. */
export type InvitationProof = { secret: string } | { code: string };

export const invitePatient = (patientId: string, departmentId: string) =>
  post<Invitation>('/api/invitations', { patientId, departmentId });

export const invitePatientToCase = (consultationId: string) =>
  post<Invitation>(`/api/consultations/${consultationId}/invitations`);

export const lookUpInvitation = (proof: InvitationProof) =>
  post<InvitationPreview>('/api/invitations/look-up', proof);

export const confirmInvitation = (proof: InvitationProof, name: string, birthYear: number) =>
  post<MyConsultation>('/api/invitations/confirm', { ...proof, name, birthYear });
