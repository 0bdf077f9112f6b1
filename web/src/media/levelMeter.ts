const readingsPerSecond = 12;

/** Tells how loud a microphone is, from 0 to 1, until the returned function is called. */
export function watchLevel(track: MediaStreamTrack, onLevel: (level: number) => void): () => void {
  const audio = new AudioContext();
  const source = audio.createMediaStreamSource(new MediaStream([track]));
  const analyser = audio.createAnalyser();
  analyser.fftSize = 512;
  source.connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    onLevel(levelOf(samples));
  }, 1000 / readingsPerSecond);
  // Browsers start it asleep when the page was not touched yet.
  void audio.resume();
  return () => {
    clearInterval(timer);
    void audio.close();
  };
}

/** Loudness as people hear it: -60 dB is nothing, -10 dB is full. */
export function levelOf(samples: Float32Array): number {
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  const decibels = 10 * Math.log10(power + 1e-12);
  return Math.min(1, Math.max(0, (decibels + 60) / 50));
}
