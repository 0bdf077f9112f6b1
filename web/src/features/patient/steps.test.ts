import { describe, expect, it } from 'vitest';
import type { MyConsultation } from '../../api/contracts';
import { freshProgress, stepFor } from './steps';

const planned: MyConsultation = {
  id: '0',
  kind: 'direct',
  status: 'planned',
  patientName: '王秀英',
  institution: { zh: '县医院', en: 'County hospital' },
  department: { zh: '心内科', en: 'Cardiology' },
  doctorName: null,
  consent: null,
  complaint: { symptoms: [], text: '', duration: null, severity: null, redFlags: [] },
  photos: [],
  queue: null,
  news: null,
  redFlagAdvice: [],
  summary: null,
  endedAt: null,
};
const consented: MyConsultation = {
  ...planned,
  consent: { version: '1', acceptedAt: '2026-01-01T00:00:00Z' },
};
const described: MyConsultation = {
  ...consented,
  complaint: { ...consented.complaint, symptoms: ['cough'] },
};
const endangered: MyConsultation = {
  ...described,
  redFlagAdvice: [
    {
      because: 'reported',
      flag: {
        id: 'A01',
        population: 'adult',
        text: { zh: '胸痛', en: 'chest pain' },
        tier: 1,
        action: { zh: '打 120', en: 'call 120' },
        source: 'AHA',
        reviewStatus: 'unreviewed',
      },
    },
  ],
};

describe('stepFor', () => {
  it('asks for consent before anything else', () => {
    expect(stepFor(planned, { ...freshProgress, wanted: 'devices' })).toBe('consent');
    expect(stepFor({ ...planned, status: 'inProgress' }, freshProgress)).toBe('consent');
  });

  it('asks for the complaint after consent, and for danger signs once there is one', () => {
    expect(stepFor(consented, { ...freshProgress, wanted: 'devices' })).toBe('complaint');
    expect(stepFor(described, freshProgress)).toBe('redFlags');
    expect(stepFor(described, { ...freshProgress, wanted: 'complaint' })).toBe('complaint');
    expect(stepFor(described, { ...freshProgress, wanted: 'photos' })).toBe('photos');
  });

  it('shows the danger before anything later, until it was read', () => {
    expect(stepFor(endangered, { ...freshProgress, wanted: 'devices' })).toBe('emergency');
    expect(stepFor({ ...endangered, status: 'waiting' }, freshProgress)).toBe('emergency');
    const read = { ...freshProgress, wanted: 'devices' as const, hasSeenAdvice: true };
    expect(stepFor(endangered, read)).toBe('devices');
    expect(stepFor({ ...endangered, status: 'waiting' }, read)).toBe('waiting');
  });

  it('lets a waiting patient add to the complaint and come back', () => {
    const waiting: MyConsultation = { ...described, status: 'waiting' };
    expect(stepFor(waiting, { ...freshProgress, wanted: 'complaint' })).toBe('complaint');
    expect(stepFor(waiting, { ...freshProgress, wanted: 'devices' })).toBe('waiting');
  });

  it('never asks the second phone of a clinic for a complaint', () => {
    const mediated: MyConsultation = { ...consented, kind: 'clinicMediated' };
    expect(stepFor(mediated, freshProgress)).toBe('devices');
    expect(stepFor(mediated, { ...freshProgress, hasCheckedDevices: true })).toBe('waiting');
  });

  it('calls the patient, and waits for a signature before the summary', () => {
    expect(stepFor({ ...described, status: 'inProgress' }, freshProgress)).toBe('called');
    expect(stepFor({ ...described, status: 'ended' }, freshProgress)).toBe('after');
    expect(stepFor({ ...described, status: 'completed' }, freshProgress)).toBe('after');
  });
});
