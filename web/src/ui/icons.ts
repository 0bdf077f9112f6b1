// Paths on a 24 by 24 grid, drawn with a round 1.8 stroke; each its own export, so that an entry carries only what it shows.
export const alertIcon = 'M12 4 2.8 19.5h18.4L12 4ZM12 10v4.5M12 17.2v.1';
export const arrowUpIcon = 'M12 19V5M6 11l6-6 6 6';
export const bellIcon = 'M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15L6 16ZM10 20.5a2.2 2.2 0 0 0 4 0';
export const cameraIcon = 'M3.5 7.5h11v9h-11zM14.5 11l6-3v8l-6-3z';
export const cameraOffIcon = 'M3.5 7.5v9h11M9 7.5h5.5V13M14.5 11l6-3v8l-3.5-1.8M3 3l18 18';
export const chatIcon = 'M4 5.5h16v11h-9L6.5 20v-3.5H4zM8 9.5h8M8 12.8h5';
export const checkIcon = 'M5 12.5l4.5 4.5L19 7.5';
export const chevronDownIcon = 'M6 9.5l6 6 6-6';
export const chevronLeftIcon = 'M14.5 6l-6 6 6 6';
export const chevronRightIcon = 'M9.5 6l6 6-6 6';
export const clockIcon = 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 7.5V12l3 2.2';
export const closeIcon = 'M6 6l12 12M18 6L6 18';
export const copyIcon = 'M9 9h10.5v10.5H9zM15 5.5v-1H4.5V15h1';
export const editIcon = 'M5 19l1-4L16.5 4.5l3 3L9 18l-4 1ZM14 7l3 3';
export const expandIcon = 'M14 4h6v6M20 4l-7 7M10 20H4v-6M4 20l7-7';
export const fileIcon = 'M6 3.5h8l4 4v13H6zM14 3.5v4h4M9 12h6M9 15.5h6';
export const gearIcon =
  'M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6ZM12 3v2.5M12 18.5V21M3 12h2.5M18.5 12H21M5.6 5.6l1.8 1.8M16.6 16.6l1.8 1.8M18.4 5.6l-1.8 1.8M7.4 16.6l-1.8 1.8';
export const hangUpIcon =
  'M3 14.5c0-6 18-6 18 0v1.6c0 .6-.5 1-1.1.9l-3.3-.6c-.5-.1-.8-.5-.8-1v-1.7c-2.4-.8-5.2-.8-7.6 0v1.7c0 .5-.3.9-.8 1l-3.3.6c-.6.1-1.1-.3-1.1-.9z';
export const heartIcon =
  'M12 20C5 15.5 3.5 12 3.5 9.2a4.3 4.3 0 0 1 8.5-1 4.3 4.3 0 0 1 8.5 1C20.5 12 19 15.5 12 20Z';
export const infoIcon = 'M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17ZM12 11v5.5M12 7.8v.1';
export const languageIcon =
  'M3.5 6h9M8 4v2M11 6c-.8 4-3.5 6.5-7 8M5.5 9c1 2.5 3 4.3 5.5 5.3M12.5 20l4-10 4 10M14 16.5h5';
export const linkIcon =
  'M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1';
export const lockIcon = 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2';
export const menuIcon = 'M4 7h16M4 12h16M4 17h16';
export const microphoneIcon =
  'M12 3.5a3 3 0 0 0-3 3V11a3 3 0 0 0 6 0V6.5a3 3 0 0 0-3-3ZM5.5 11a6.5 6.5 0 0 0 13 0M12 17.5v3';
export const microphoneOffIcon =
  'M9 9v2a3 3 0 0 0 4.8 2.4M15 10V6.5a3 3 0 0 0-5.6-1.5M5.5 11a6.5 6.5 0 0 0 10.3 5.3M18.5 11a6 6 0 0 1-.5 2.5M12 17.5v3M3 3l18 18';
export const minusIcon = 'M5 12h14';
export const moonIcon = 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10Z';
export const moreIcon =
  'M4.6 12a.9.9 0 1 0 1.8 0 .9.9 0 1 0-1.8 0M11.1 12a.9.9 0 1 0 1.8 0 .9.9 0 1 0-1.8 0M17.6 12a.9.9 0 1 0 1.8 0 .9.9 0 1 0-1.8 0';
export const pauseIcon = 'M9 6v12M15 6v12';
export const phoneIcon = 'M7 3.5h10v17H7zM11 17.5h2';
export const photoIcon = 'M4 5.5h16v13H4zM4 15.5l4.5-4.5 4 4 2.5-2.5 5 4M15 9.2h.01';
export const plusIcon = 'M12 5v14M5 12h14';
export const printIcon = 'M7 9V4h10v5M7 16H4.5V9h15v7H17M7 13.5h10V20H7z';
export const pulseIcon = 'M3 12h4l2.5-6.5 4.5 13 2.5-6.5H21';
export const qrIcon =
  'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM20 14v2.5M17 20h3v-.5M14 20v-.5';
export const refreshIcon = 'M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9M19.5 4v5h-5';
export const searchIcon = 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM15.5 15.5L20.5 20.5';
export const sendIcon = 'M4 11.5L20 4l-5 16-3.5-6.5zM11.5 13.5L20 4';
export const screenIcon = 'M3.5 5h17v11.5h-17zM9 20h6M12 16.5V20M12 13.5V8M9.5 10.3L12 8l2.5 2.3';
export const screenOffIcon =
  'M3.5 5h17v11.5h-17zM9 20h6M12 16.5V20M9.8 8.5l4.4 4.4M14.2 8.5l-4.4 4.4';
export const signIcon =
  'M4 20h16M6 16c3-9 6-13 7.5-11.5S10 14 9 16c2-1.5 3.5-3 4.5-2s-.5 2.5.5 2.5 2-1 4-1.5';
export const signOutIcon = 'M10 4.5H5v15h5M14 8l4 4-4 4M18 12H9.5';
export const soundIcon =
  'M4 9.5h3.5L12 6v12l-4.5-3.5H4zM15 9a4.5 4.5 0 0 1 0 6M17.5 6.5a8 8 0 0 1 0 11';
export const stethoscopeIcon =
  'M5 4H3.8v5a4.7 4.7 0 0 0 9.4 0V4H12M8.5 13.7V16a4.5 4.5 0 0 0 9 0v-1.5M17.5 10.5a2 2 0 1 0 0 4 2 2 0 0 0 0-4Z';
export const sunIcon =
  'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M18.7 5.3l-1.4 1.4M6.7 17.3l-1.4 1.4';
export const swapIcon = 'M4 8.5h15M15.5 5l3.5 3.5-3.5 3.5M20 15.5H5M8.5 12L5 15.5 8.5 19';
export const swapCameraIcon =
  'M4 8h3l1.5-2.5h7L17 8h3v11H4zM9 13.5a3 3 0 0 1 5.5-1.5M15 13.5a3 3 0 0 1-5.5 1.5M14.8 10v2h-2M9.2 17v-2h2';
export const thermometerIcon = 'M10 14V5.5a2 2 0 0 1 4 0V14a4 4 0 1 1-4 0ZM12 9v8';
export const trashIcon = 'M5 7h14M9.5 7V4.5h5V7M7 7l.8 12.5h8.4L17 7M10.3 10.5v5.5M13.7 10.5v5.5';
export const undoIcon = 'M9 7L4.5 11.5 9 16M4.5 11.5H14a5 5 0 0 1 0 8h-2';
export const userIcon = 'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8ZM4.5 20.5a7.5 7.5 0 0 1 15 0';
export const usersIcon =
  'M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7ZM2.5 19.5a6.5 6.5 0 0 1 13 0M15.5 5.3a3.5 3.5 0 0 1 0 6.4M18 14.5a6.5 6.5 0 0 1 3.5 5';
export const wifiIcon =
  'M3 9.5a13 13 0 0 1 18 0M6 13a8.5 8.5 0 0 1 12 0M9 16.3a4.3 4.3 0 0 1 6 0M12 19.5h.01';
export const wifiWeakIcon = 'M6 13a8.5 8.5 0 0 1 12 0M9 16.3a4.3 4.3 0 0 1 6 0M12 19.5h.01';
