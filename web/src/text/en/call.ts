import type { Dictionary, SameKeys } from '../text';

export const call: SameKeys<Dictionary['call']> = {
  join: 'Enter the room',
  leave: 'Leave the call',
  muteMicrophone: 'Mute microphone',
  unmuteMicrophone: 'Unmute microphone',
  stopCamera: 'Stop camera',
  startCamera: 'Start camera',
  shareScreen: 'Share screen',
  stopSharing: 'Stop sharing screen',
  openChat: 'Messages',
  /** Shown under the buttons; each is part of the button's whole name. */
  short: {
    microphone: 'Microphone',
    camera: 'Camera',
    screen: 'Screen',
    devices: 'Devices',
    chat: 'Messages',
    leave: 'Leave',
  },
  chooseDevices: 'Choose devices',
  camera: 'Camera',
  microphone: 'Microphone',
  deviceNumber: 'Device {number}',
  you: 'You',
  screenOf: 'Screen of {name}',
  microphoneOff: 'Microphone off',
  cameraOff: 'Camera off',
  speaking: 'Speaking',
  elapsed: '{time} in the call',
  waitingForOthers: 'You are in the room, waiting for the others',
  waitingHint: 'Please keep this page open; the picture appears by itself.',
  connecting: 'Entering the room…',
  reaching: 'The network blocks video; trying another way',
  reachingHint: 'This may take a few seconds. There is nothing to do.',
  reconnecting: 'Bringing the call back',
  reconnectingHint:
    'The network dropped. Nothing to do: record, messages and queue place are safe.',
  controls: 'Call controls',
  people: 'People in the call',
  listeners: '{count} {count#listener|listeners}',
  room: 'Room',
  moderation: {
    menu: '{name}: manage',
    mute: 'Mute microphone',
    stopCamera: 'Turn camera off',
    stopScreen: 'Stop this screen',
    forbidSpeaking: 'Pause speaking',
    allowSpeaking: 'Allow to speak',
    forbidCamera: 'Keep the camera off',
    allowCamera: 'Allow the camera',
    forbidScreen: 'Do not allow screen sharing',
    allowScreen: 'Allow screen sharing',
    remove: 'Remove from the call…',
    removeTitle: 'Remove {name} from the call?',
    removeText: 'They leave the room at once. They can enter again unless you lock the room too.',
    removeConfirm: 'Remove',
    lock: 'Lock the room: nobody new enters',
    unlock: 'Unlock the room',
    locked: 'Room locked',
    lockedHint:
      'Nobody new can enter; whoever is in the room may come back after a lost connection.',
    muted: {
      microphone: '{name} muted your microphone. Unmute it yourself to speak.',
      camera: '{name} turned your camera off. You can turn it on again.',
      screen: '{name} stopped your shared screen.',
    },
    may: {
      microphone: 'You may speak now: unmute your microphone.',
      camera: 'You may turn your camera on now.',
      screen: 'You may share your screen now.',
      everything: 'You may speak and turn your camera on now.',
    },
    mayNot: {
      microphone: 'A doctor paused your speaking. You can still see, hear and write.',
      camera: 'A doctor turned your camera off for now.',
      screen: 'A doctor does not let you share your screen for now.',
      anything: 'A doctor paused your speaking and your camera. You can still see, hear and write.',
    },
    limited: {
      microphone: 'Your speaking is paused',
      camera: 'Your camera is off for now',
      both: 'You may not speak or be seen now',
    },
    notAllowed: {
      microphone: 'You may not speak now',
      camera: 'You may not use the camera now',
      screen: 'You may not share your screen now',
    },
  },
  takenOver: {
    title: 'The call continues in another tab',
    text: 'One person can be in the call in one tab only.',
    takeBack: 'Continue here',
  },
  ended: {
    left: 'You left the call',
    closed: 'The call has ended',
    removed: 'You were removed from the call',
    rejoin: 'Enter again',
  },
  quality: {
    good: 'The connection is good',
    ownWeak: 'Your network is weak; the picture was reduced',
    upWeak:
      'Your network is weak: others may not see you well. Move nearer to the window or router.',
    ownBad: 'Your network is very poor; move to the window or nearer to the router',
    soundOnly: 'Network too slow: sound only for now. Your picture comes back by itself.',
    otherWeak: 'The network of {name} is weak, yours is fine',
    pausedPicture: 'Network too slow: picture paused',
    unknown: 'Measuring the network',
  },
  sound: { blocked: 'The browser holds the sound back', unlock: 'Tap to hear' },
  device: {
    denied:
      'The browser has no permission for camera or microphone. Allow it beside the address bar, then try again.',
    inUse: 'Another program is using the camera or microphone. Close it, then try again.',
    notFound: 'No camera or microphone was found. Connect one, then try again.',
    insecure:
      'This address is not secure, so the browser keeps the camera closed. Open it by https.',
    unknown: 'Camera or microphone does not open. Try again, or use another browser.',
    lost: {
      microphone:
        'The microphone was disconnected, so nobody hears you. Connect it or choose another, then try again.',
      camera:
        'The camera was disconnected, so nobody sees you. Connect it or choose another, then try again.',
    },
    interrupted: {
      microphone:
        'The microphone is silent; a telephone call or another program may be using it. It comes back by itself.',
      camera:
        'The camera gives no picture; another program may be using it. It comes back by itself.',
    },
    cameraOnly: 'The camera cannot be used; the call will be sound only.',
    listenOnly: 'Without camera and microphone you can see, hear and write messages.',
  },
  screenFailed: 'The screen was not shared.',
};
