export const chromiumPath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
export const firefoxPath = process.env['FIREFOX'] ?? '/usr/bin/firefox-esr';

export const chromiumArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
  '--allow-loopback-in-peer-connection',
  '--disable-background-networking',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--no-first-run',
];

export const chromium = {
  browserName: 'chromium' as const,
  headless: true,
  launchOptions: {
    executablePath: chromiumPath,
    args: chromiumArguments,
    // A muted browser never pulls sound through its decoders.
    ignoreDefaultArgs: ['--mute-audio'],
  },
};
