import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ConsultationDetails, Urgency } from '../../api/contracts';
import { fingerprintOf } from '../note/keptText';
import { keptKey } from '../session/keptTexts';
import { draftOf } from './draft';
import { CaseForm } from './model';
import { noVitalSigns } from './vitals';

const ranges = [{ field: 'temperatureC', unit: '℃', minimum: 25, maximum: 45 }];

function details(urgency: Urgency): ConsultationDetails {
  return {
    id: 'c1',
    patient: { id: 'p1' },
    complaint: { symptoms: [], text: '胸闷', duration: null, severity: null, redFlags: [] },
    history: '',
    vitalSigns: noVitalSigns,
    urgency,
  } as unknown as ConsultationDetails;
}

type Body = {
  urgency?: Urgency;
  vitalSigns?: { temperatureC: number | null };
  symptoms?: string[];
};

describe('the case form', () => {
  const asked: { key: string; body: Body }[] = [];
  let assessed: Urgency;
  let submit: { status: number; body: unknown };

  beforeEach(() => {
    asked.length = 0;
    localStorage.clear();
    assessed = 4;
    submit = { status: 200, body: { id: 'c1', status: 'waiting' } };
    vi.stubGlobal('fetch', async (path: string, request: RequestInit) => {
      asked.push({ key: path, body: JSON.parse(String(request.body)) as Body });
      if (path === '/api/triage/assess') {
        return new Response(JSON.stringify({ urgency: assessed, hits: [] }));
      }
      if (path.endsWith('/submit')) {
        return new Response(JSON.stringify(submit.body), { status: submit.status });
      }
      return new Response('{}');
    });
  });
  afterEach(() => vi.unstubAllGlobals());

  const bodyOf = (path: string) => asked.findLast((one) => one.key === path)?.body;

  it('raises the urgency to what the assessment demands', async () => {
    assessed = 1;
    const form = new CaseForm(details(3), ranges);
    await form.assess();
    expect(form.draft.value.urgency).toBe(1);
    expect(form.wasRaised.value).toBe(true);
    form.autosave.stop();
  });

  it('leaves a graver choice of the doctor alone', async () => {
    const form = new CaseForm(details(2), ranges);
    await form.assess();
    expect(form.draft.value.urgency).toBe(2);
    expect(form.wasRaised.value).toBe(false);
  });

  it('assesses with the symptoms', async () => {
    const form = new CaseForm(details(4), ranges);
    form.changeComplaint({ symptoms: ['chestPain'] });
    await form.assess();
    expect(bodyOf('/api/triage/assess')?.symptoms).toEqual(['chestPain']);
    form.autosave.stop();
  });

  it('does not save a vital sign that cannot be', async () => {
    const form = new CaseForm(details(4), ranges);
    form.typeVital('temperatureC', '385');
    await form.autosave.flush();
    expect(form.vitalProblems.value.temperatureC?.kind).toBe('implausible');
    expect(form.vitalTexts.value.temperatureC).toBe('385');
    expect(bodyOf('/api/consultations/c1/case')?.vitalSigns?.temperatureC).toBeNull();
  });

  it('saves before it submits, and sends the urgency on screen', async () => {
    const form = new CaseForm(details(4), ranges);
    form.change({ urgency: 3 });
    await form.submit('d1');
    expect(asked.map((one) => one.key)).toEqual([
      '/api/consultations/c1/case',
      '/api/consultations/c1/submit',
    ]);
    expect(bodyOf('/api/consultations/c1/submit')?.urgency).toBe(3);
  });

  it('takes over the urgency that the server demands', async () => {
    submit = {
      status: 409,
      body: { code: 'consultation.urgency_too_low', details: { urgency: 1 } },
    };
    const form = new CaseForm(details(3), ranges);
    await expect(form.submit('d1')).rejects.toMatchObject({ code: 'consultation.urgency_too_low' });
    expect(form.draft.value.urgency).toBe(1);
    form.autosave.stop();
  });

  it('does not let kept text overwrite what was saved elsewhere since', () => {
    const before = details(4);
    const kept = { value: { ...draftOf(before), history: '旧' }, bases: [fingerprintOf({})] };
    localStorage.setItem(keptKey('case', 'c1'), JSON.stringify(kept));
    const form = new CaseForm({ ...before, history: '新' }, ranges);
    expect(form.draft.value.history).toBe('新');
    form.takeOther();
    expect(form.draft.value.history).toBe('旧');
    form.autosave.discard();
  });
});
