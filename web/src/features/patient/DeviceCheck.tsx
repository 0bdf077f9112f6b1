import { useEffect, useRef, useState } from 'preact/hooks';
import { enterQueue } from '../../api/myConsultation';
import { sentenceFor } from '../../text/refusals';
import { findText, t } from '../../text/text';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { cameraIcon, microphoneIcon, wifiIcon } from '../../ui/icons';
import { Notice } from '../../ui/Notice';
import { Spinner } from '../../ui/Spinner';
import {
  type DeviceKind,
  type DeviceProblem,
  type NetworkVerdict,
  openDevice,
  probeNetwork,
  watchLevel,
} from './deviceProbe';
import { go, mine, show } from './model';
import type { Problem } from './problem';
import { QueueNews } from './QueueNews';

type Checked = { stream: MediaStream } | { problem: DeviceProblem } | 'checking';
type Found = { camera: Checked; microphone: Checked; network: NetworkVerdict | 'checking' };

export function DeviceCheck() {
  const [found, setFound] = useState<Found | null>(null);
  const streams = useRef<MediaStream[]>([]);
  const round = useRef(0);
  const stopAll = () => {
    round.current++;
    for (const track of streams.current.flatMap((stream) => stream.getTracks())) {
      track.stop();
    }
    streams.current = [];
  };
  useEffect(() => stopAll, []);

  async function check(): Promise<void> {
    stopAll();
    const own = round.current;
    setFound({ camera: 'checking', microphone: 'checking', network: 'checking' });
    void probeNetwork().then((network) => setFound((was) => was && { ...was, network }));
    // One question of the browser after the other: two at once confuse.
    for (const kind of ['camera', 'microphone'] as const) {
      const opened = await openDevice(kind);
      if (own !== round.current) {
        // The page was left, or the check begun again, while the browser was still asking.
        stopStream(opened);
        return;
      }
      if ('stream' in opened) {
        streams.current.push(opened.stream);
      }
      setFound((was) => was && { ...was, [kind]: opened });
    }
  }

  return (
    <section class="patient-page" data-testid="patient-devices">
      <h1>{t('patient.devices.title')}</h1>
      <p>{t('patient.devices.explain')}</p>
      {found === null ? (
        <Button
          variant="primary"
          size="large"
          wide
          testId="patient-devices-start"
          onClick={() => void check()}
        >
          {t('patient.devices.start')}
        </Button>
      ) : (
        <>
          <CameraCheck found={found.camera} />
          <MicrophoneCheck found={found.microphone} />
          <NetworkCheck found={found.network} />
          <Button wide onClick={() => void check()}>
            {t('patient.devices.again')}
          </Button>
        </>
      )}
      <Continue found={found} />
      {mine.value?.kind === 'direct' && (
        <Button variant="quiet" wide onClick={() => go({ wanted: 'photos' })}>
          {t('patient.steps.back')}
        </Button>
      )}
    </section>
  );
}

function stopStream(opened: Awaited<ReturnType<typeof openDevice>>): void {
  if ('stream' in opened) {
    for (const track of opened.stream.getTracks()) {
      track.stop();
    }
  }
}

function CameraCheck({ found }: { found: Checked }) {
  const video = useRef<HTMLVideoElement>(null);
  const stream = typeof found === 'object' && 'stream' in found ? found.stream : null;
  useEffect(() => {
    if (video.current !== null) {
      video.current.srcObject = stream;
    }
  }, [stream]);
  return (
    <CheckCard kind="camera" found={found}>
      <video
        ref={video}
        class="patient-preview"
        autoplay
        muted
        playsInline
        aria-label={t('patient.devices.preview')}
      />
      <p>{t('patient.devices.cameraGood')}</p>
    </CheckCard>
  );
}

const heardAbove = 0.08;

function MicrophoneCheck({ found }: { found: Checked }) {
  const [level, setLevel] = useState(0);
  const [wasHeard, setWasHeard] = useState(false);
  const stream = typeof found === 'object' && 'stream' in found ? found.stream : null;
  useEffect(() => {
    if (stream === null) {
      return undefined;
    }
    return watchLevel(stream, (now) => {
      setLevel(now);
      if (now > heardAbove) {
        setWasHeard(true);
      }
    });
  }, [stream]);
  return (
    <CheckCard kind="microphone" found={found}>
      <meter class="visually-hidden" aria-label={t('patient.devices.level')} value={level} />
      <div class="patient-level" aria-hidden="true">
        <div style={{ transform: `scaleX(${level})` }} />
      </div>
      <p aria-live="polite">
        {wasHeard ? t('patient.devices.microphoneGood') : t('patient.devices.microphoneListen')}
      </p>
    </CheckCard>
  );
}

function CheckCard(props: {
  kind: DeviceKind;
  found: Checked;
  children: preact.ComponentChildren;
}) {
  const { found, kind } = props;
  const device = t(`patient.devices.${kind}`);
  return (
    <div class="patient-card" data-testid={`patient-check-${kind}`}>
      <h2 class="patient-check-title">
        <Icon path={kind === 'camera' ? cameraIcon : microphoneIcon} size={26} />
        <span>{device}</span>
      </h2>
      {found === 'checking' && <Spinner label={t('patient.devices.checking')} />}
      {typeof found === 'object' && 'problem' in found && (
        <Notice tone="warning" testId={`patient-problem-${kind}`}>
          {findText(`patient.devices.problems.${found.problem}`, { device })}
        </Notice>
      )}
      {typeof found === 'object' && 'stream' in found && props.children}
    </div>
  );
}

function NetworkCheck({ found }: { found: NetworkVerdict | 'checking' }) {
  const words = {
    checking: t('patient.devices.checking'),
    good: t('patient.devices.networkGood'),
    slow: t('patient.devices.networkSlow'),
    bad: t('patient.devices.networkBad'),
  };
  return (
    <div class="patient-card">
      <h2 class="patient-check-title">
        <Icon path={wifiIcon} size={26} />
        <span>{t('patient.devices.network')}</span>
      </h2>
      {found === 'good' || found === 'checking' ? (
        <p role="status">{words[found]}</p>
      ) : (
        <Notice tone="warning">{words[found]}</Notice>
      )}
    </div>
  );
}

function Continue({ found }: { found: Found | null }) {
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const lacks = (one: Checked | undefined) => typeof one === 'object' && 'problem' in one;
  const isChecking = found?.camera === 'checking' || found?.microphone === 'checking';
  const label = continueLabel(found, lacks(found?.camera), lacks(found?.microphone));

  async function next(): Promise<void> {
    if (mine.value?.kind === 'clinicMediated') {
      go({ hasCheckedDevices: true });
      return;
    }
    setIsBusy(true);
    setProblem(null);
    try {
      show(await enterQueue());
      go({ wanted: null, hasCheckedDevices: true });
    } catch (error) {
      setProblem({ words: () => sentenceFor(error) });
    } finally {
      setIsBusy(false);
    }
  }

  return (
    <>
      {problem !== null && <Notice tone="warning">{problem.words()}</Notice>}
      <QueueNews />
      <Button
        variant={found === null ? 'secondary' : 'primary'}
        size="large"
        wide
        busy={isBusy}
        disabled={isChecking}
        testId="patient-devices-next"
        onClick={() => void next()}
      >
        {label}
      </Button>
      {(found === null || lacks(found.camera) || lacks(found.microphone)) && (
        <p class="soft small">
          {t('patient.devices.withoutHint')} {t('patient.devices.later')}
        </p>
      )}
    </>
  );
}

function continueLabel(found: Found | null, lacksCamera: boolean, lacksMicrophone: boolean) {
  if (found === null || (lacksCamera && lacksMicrophone)) {
    return t('patient.devices.withoutBoth');
  }
  if (lacksCamera) {
    return t('patient.devices.withoutCamera');
  }
  if (lacksMicrophone) {
    return t('patient.devices.withoutMicrophone');
  }
  return mine.value?.kind === 'clinicMediated'
    ? t('patient.devices.readyMediated')
    : t('patient.devices.ready');
}
