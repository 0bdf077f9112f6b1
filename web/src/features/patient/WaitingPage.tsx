import { useEffect, useState } from 'preact/hooks';
import type { MyConsultation, QueuePlace } from '../../api/contracts';
import { leaveQueue } from '../../api/myConsultation';
import { nameOf, timeOf } from '../../text/format';
import { sentenceFor } from '../../text/refusals';
import { t } from '../../text/text';
import { Button } from '../../ui/Button';
import { bellIcon, editIcon } from '../../ui/icons';
import { Notice } from '../../ui/Notice';
import { explainPlace, isTurnNear, waitInWords } from '../queue/explain';
import { isSoundOn, keepScreenOn, unlockSound } from './attention';
import { preloadCall } from './CallPage';
import { DoctorChoice } from './DoctorChoice';
import { go, mine, show, wasHandedBack } from './model';
import { tellNearOnce } from './nearTurn';
import type { Problem } from './problem';
import { QueueNews } from './QueueNews';
import { isEmergency } from './steps';

export function WaitingPage() {
  useEffect(() => {
    preloadCall();
    return keepScreenOn();
  }, []);
  const visit = mine.value;
  const isNear = isTurnNear(visit?.queue ?? null, visit?.news ?? null);
  useEffect(() => {
    if (visit !== null && isNear) {
      tellNearOnce(visit);
    }
  }, [isNear, visit?.news?.nearAt]);
  if (visit === null) {
    return null;
  }
  return (
    <section class="patient-page" data-testid="patient-waiting">
      {wasHandedBack.value && <Notice>{t('patient.waiting.handedBack')}</Notice>}
      {isNear && (
        <Notice tone="success" title={t('patient.waiting.nearTitle')} testId="patient-near">
          {t('patient.waiting.nearText')}
        </Notice>
      )}
      {visit.queue === null ? (
        <Preparing department={visit.department} isSent={visit.status === 'waiting'} />
      ) : (
        <Place
          department={visit.department}
          queue={visit.queue}
          isMediated={visit.kind === 'clinicMediated'}
        />
      )}
      {isEmergency(visit) && (
        <Notice tone="danger" title={t('patient.emergency.callNow')}>
          <Button variant="danger" onClick={() => go({ hasSeenAdvice: false })}>
            {t('patient.emergency.doNow')}
          </Button>
        </Notice>
      )}
      {!isEmergency(visit) && visit.redFlagAdvice.length > 0 && (
        <Notice tone="warning" title={t('patient.emergency.urgentTitle')}>
          {t('patient.emergency.urgentText')}
        </Notice>
      )}
      <div class="patient-card">
        <h2>{t('patient.waiting.next')}</h2>
        <ul>
          <li>{t('patient.waiting.nextCalled')}</li>
          <li>{t('patient.waiting.nextStay')}</li>
          <li>{t('patient.waiting.nextClosed')}</li>
        </ul>
      </div>
      <Button icon={bellIcon} wide onClick={() => void unlockSound()}>
        {isSoundOn.value ? t('patient.waiting.soundOn') : t('patient.waiting.sound')}
      </Button>
      {visit.kind === 'direct' && (
        <>
          <DoctorChoice />
          <Button icon={editIcon} wide onClick={() => go({ wanted: 'complaint' })}>
            {t('patient.waiting.editComplaint')}
          </Button>
          <Leave />
        </>
      )}
    </section>
  );
}

type Department = MyConsultation['department'];

function Preparing(props: { department: Department; isSent: boolean }) {
  return (
    <>
      <h1>{t('patient.waiting.mediatedTitle')}</h1>
      <p class="soft">{nameOf(props.department)}</p>
      <p class="patient-lead" role="status">
        {props.isSent ? t('patient.waiting.mediatedWaiting') : t('patient.waiting.mediatedPlanned')}
      </p>
      <QueueNews />
    </>
  );
}

/** What the department does just now stands before the estimate: it may make it worthless. */
function Place(props: { department: Department; queue: QueuePlace; isMediated: boolean }) {
  const { queue } = props;
  return (
    <>
      <h1>{props.isMediated ? t('patient.waiting.mediatedTitle') : t('patient.waiting.title')}</h1>
      <p class="soft">{nameOf(props.department)}</p>
      <div class="patient-place" role="status" data-testid="patient-place" data-place={queue.place}>
        <span>{t('patient.waiting.place')}</span>
        <strong class="numeric">{queue.place}</strong>
        <span>{t('patient.waiting.placeUnit')}</span>
      </div>
      <QueueNews />
      <p class="patient-lead">
        {queue.ahead === 0
          ? t('patient.waiting.aheadNone')
          : t('patient.waiting.ahead', { count: queue.ahead })}
      </p>
      {queue.ahead > 0 && <p data-testid="patient-why">{explainPlace(queue.aheadBecause)}</p>}
      <Estimate queue={queue} />
      <p class="soft small">
        {t('patient.waiting.since', { time: timeOf(queue.waitingSince) })}
        {' · '}
        {t('patient.waiting.urgentMoves')}
      </p>
    </>
  );
}

function Estimate({ queue }: { queue: QueuePlace }) {
  if (queue.wait.p50Minutes === null) {
    return <p data-testid="patient-estimate">{waitInWords(queue.wait)}</p>;
  }
  return (
    <p data-testid="patient-estimate">
      <strong>{waitInWords(queue.wait)}</strong>
      <br />
      <span class="soft small">
        {t('patient.waiting.estimateBasis', { count: queue.wait.basedOn })}
      </span>
    </p>
  );
}

function Leave() {
  const [isAsking, setIsAsking] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);

  async function leave(): Promise<void> {
    setIsBusy(true);
    try {
      show(await leaveQueue());
    } catch (error) {
      setProblem({ words: () => sentenceFor(error) });
      setIsBusy(false);
    }
  }

  if (!isAsking) {
    return (
      <Button variant="quiet" wide testId="patient-leave" onClick={() => setIsAsking(true)}>
        {t('patient.waiting.leave')}
      </Button>
    );
  }
  return (
    <Notice tone="warning" title={t('patient.waiting.leaveTitle')}>
      <p>{problem === null ? t('patient.waiting.leaveText') : problem.words()}</p>
      <div class="patient-two">
        <Button variant="primary" wide onClick={() => setIsAsking(false)}>
          {t('patient.waiting.leaveNo')}
        </Button>
        <Button
          variant="danger"
          wide
          busy={isBusy}
          testId="patient-leave-yes"
          onClick={() => void leave()}
        >
          {t('patient.waiting.leaveYes')}
        </Button>
      </div>
    </Notice>
  );
}
