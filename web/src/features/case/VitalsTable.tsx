import type { RedFlagHit, VitalSigns } from '../../api/contracts';
import { nameOf, numberOf } from '../../text/format';
import { t } from '../../text/text';
import { abnormalFields, bodyMassIndex, type VitalField } from './vitals';

type Row = {
  key: string;
  label: string;
  value: string;
  unit: string;
  abnormal: RedFlagHit | undefined;
};

const single: readonly VitalField[] = [
  'temperatureC',
  'heartRatePerMin',
  'respiratoryRatePerMin',
  'spO2Percent',
  'glucoseMmolPerL',
  'weightKg',
  'heightCm',
];

function bloodPressure(signs: VitalSigns, abnormal: Map<VitalField, RedFlagHit>): Row[] {
  const { systolicMmHg, diastolicMmHg } = signs;
  if (systolicMmHg === null && diastolicMmHg === null) {
    return [];
  }
  const shown = [systolicMmHg, diastolicMmHg].map((one) => (one === null ? '–' : numberOf(one)));
  return [
    {
      key: 'bloodPressure',
      label: t('staff.vital.bloodPressure'),
      value: shown.join('/'),
      unit: t('staff.vital.unit.systolicMmHg'),
      abnormal: abnormal.get('systolicMmHg') ?? abnormal.get('diastolicMmHg'),
    },
  ];
}

function rowsOf(signs: VitalSigns, hits: readonly RedFlagHit[]): Row[] {
  const abnormal = abnormalFields(hits);
  const singles = single.flatMap((field) => {
    const value = signs[field];
    return value === null
      ? []
      : [
          {
            key: field,
            label: t(`staff.vital.${field}`),
            value: numberOf(value),
            unit: t(`staff.vital.unit.${field}`),
            abnormal: abnormal.get(field),
          },
        ];
  });
  const [temperature, ...others] = singles;
  const isTemperature = temperature?.key === 'temperatureC';
  const pressure = bloodPressure(signs, abnormal);
  return isTemperature ? [temperature, ...pressure, ...others] : [...pressure, ...singles];
}

/** Only what was measured; a value is marked only where a shipped rule found it abnormal. */
export function VitalsTable(props: { signs: VitalSigns; hits: readonly RedFlagHit[] }) {
  const rows = rowsOf(props.signs, props.hits);
  const index = bodyMassIndex(props.signs);
  if (rows.length === 0) {
    return <p class="soft">{t('staff.brief.noVitals')}</p>;
  }
  return (
    <dl class="vitals">
      {rows.map((row) => (
        <div key={row.key} class={row.abnormal ? 'vital vital-abnormal' : 'vital'}>
          <dt>{row.label}</dt>
          <dd>
            <span class="vital-value">{row.value}</span> <span class="vital-unit">{row.unit}</span>
            {row.abnormal && (
              <span class="vital-mark" title={nameOf(row.abnormal.flag.text)}>
                {t('staff.brief.abnormal')} ·{' '}
                {t('staff.brief.abnormalBy', { id: row.abnormal.flag.id })}
              </span>
            )}
          </dd>
        </div>
      ))}
      {index !== null && (
        <div class="vital">
          <dt>{t('staff.brief.bmi')}</dt>
          <dd>
            <span class="vital-value">{numberOf(index)}</span> <span class="vital-unit">kg/m²</span>
          </dd>
        </div>
      )}
    </dl>
  );
}
