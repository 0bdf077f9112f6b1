import type {
  CaseDraft,
  Complaint,
  ConsultationDetails,
  RedFlag,
  Urgency,
} from '../../api/contracts';

export function draftOf(details: ConsultationDetails): CaseDraft {
  const { complaint, history, vitalSigns, urgency } = details;
  return { complaint, history, vitalSigns, urgency };
}

export function toggled(list: readonly string[], item: string): string[] {
  return list.includes(item) ? list.filter((one) => one !== item) : [...list, item];
}

/** The graver of what was chosen and what the assessment demands: 1 is the gravest. */
export function raisedUrgency(chosen: Urgency, assessed: Urgency): Urgency {
  return chosen < assessed ? chosen : assessed;
}

/** Ticked lines first, then the gravest: what matters stays in sight when the list is folded. */
export function orderedFlags(flags: readonly RedFlag[], ticked: readonly string[]): RedFlag[] {
  const rank = (flag: RedFlag) => (ticked.includes(flag.id) ? 0 : flag.tier);
  return [...flags].sort((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id));
}

export function isComplaintMissing(complaint: Complaint): boolean {
  return complaint.text.trim() === '' && complaint.symptoms.length === 0;
}

/** Paediatrics in China ends with the fourteenth birthday; the server assesses by the same border. */
const adultFromAge = 14;

export function populationOf(age: number): RedFlag['population'] {
  return age < adultFromAge ? 'child' : 'adult';
}
