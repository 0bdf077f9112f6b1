import { findText } from '../../text/text';

/** Words for a symptom key; what somebody wrote in their own words stands as it is. */
export function symptomName(symptom: string): string {
  return (
    findText(`staff.case.symptom.${symptom}`) ?? findText(`patient.symptoms.${symptom}`) ?? symptom
  );
}
